// The child on one page, in the same parts on the form, in a meeting and on paper: what was said last, what has changed
// since, what comes next, open actions, the adults who matter, and how the predictions went.

frappe.provide("ppoc.one_page");

const PARTS = ["said", "changes", "coming", "actions", "people", "story"];

/** Returns what the server says of a child; in a meeting, of the time before it. */
ppoc.one_page.ask = (child, meeting) =>
	ppoc.ask("ppoc.meetings.one_page.api.child_page", meeting ? { child, meeting } : { child });

/**
 * Returns the page as an element.
 * @param {object} page what `ask` returned
 * @param {boolean} with_links whether lines open the records that they are about
 */
ppoc.one_page.node = (page, with_links) => {
	const parts = PARTS.map((name) => part(page, name, with_links));
	return made("div", "ppoc-page", parts);
};

function part(page, name, with_links) {
	const { lines, more } = page[name];
	const rows = lines.map((line) => made("li", "", shown(line, with_links)));
	if (more) rows.push(made("li", "text-muted", [__("and {0} more", [more])]));
	const body = rows.length ? made("ul", "", rows) : made("p", "text-muted", [page.if_empty[name]]);
	return made("section", `ppoc-page-part ppoc-page-${name}`, [made("h3", "", [page.heads[name]]), body]);
}

function shown({ on, label, text, late, alarming, doctype, name }, with_links) {
	return [
		on && made("span", "ppoc-page-day", [ppoc.words.date(on)]),
		on && " ",
		label && made("b", "", [`${label}: `]),
		with_links && doctype ? link(doctype, name, text) : alarming ? made("b", "ppoc-page-late", [text]) : text,
		late && made("b", "ppoc-page-late", [` ${__("overdue")}`]),
	].filter(Boolean);
}

function link(doctype, name, text) {
	const anchor = made("a", "", [text]);
	anchor.href = frappe.utils.get_form_link(doctype, name);
	return anchor;
}

/** Texts become text nodes, so that nothing in a record turns into markup. */
function made(tag, names, parts) {
	const one = document.createElement(tag);
	one.className = names;
	one.append(...parts);
	return one;
}

/** Draws the page of the form's child when its tab is first opened. */
ppoc.one_page.show_on = (frm) => {
	const $place = frm.get_field("page_html").$wrapper;
	if (frm.ppoc_page_watch) frm.ppoc_page_watch.disconnect();
	if (frm.is_new()) return $place.html(`<p class="text-muted">${__("Save the child first.")}</p>`);
	$place.html(`<p class="text-muted">${__("Putting the page together…")}</p>`);
	const name = frm.doc.name;
	frm.ppoc_page_watch = new IntersectionObserver(async (seen, watch) => {
		if (!seen.some((one) => one.isIntersecting)) return;
		watch.disconnect();
		const page = await ppoc.one_page.ask(name);
		if (frm.doc.name !== name) return;
		$place.empty().append(ppoc.one_page.node(page, true), print_html());
		$place.find("[data-ppoc-print]").on("click", () => frm.print_doc());
	});
	frm.ppoc_page_watch.observe($place[0]);
};

const print_html = () =>
	frappe.model.can_print("Child")
		? `<button type="button" class="btn btn-default btn-sm" data-ppoc-print>${__("Print this page")}</button>`
		: "";

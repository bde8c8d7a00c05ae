// The list "What is waiting" at the top of the home pages. The workspace's block calls `show`; what is waiting, in
// which order and in which words, comes from the server.

frappe.provide("ppoc.waiting");

const METHOD = "ppoc.home.api.what_is_waiting";

/** Draws the list in place of `host`, outside the block's shadow, so that Desk's styles and keys reach it. */
ppoc.waiting.show = (host) => {
	const section = document.createElement("section");
	section.className = "ppoc-waiting";
	section.setAttribute("aria-label", __("What is waiting"));
	host.replaceWith(section);
	draw(section);
};

async function draw(section) {
	const shown = $(section);
	if (!section.childElementCount) shown.html(`${heading()}<p class="text-muted">${__("Loading...")}</p>`);
	try {
		const waiting = await ppoc.ask(METHOD);
		shown.html(heading() + (waiting.lines.length ? list(waiting) : nothing()));
		section.querySelectorAll("[data-rest]").forEach((button) => {
			button.addEventListener("click", () => open_rest(waiting.rest[button.dataset.rest]));
		});
		section.querySelectorAll("[data-done]").forEach((button) => {
			const line = waiting.lines[button.dataset.done];
			button.addEventListener("click", () =>
				ppoc.actions.finish({ name: line.name, what: line.what }, () => draw(section).then(() => refocus(section)))
			);
		});
	} catch {
		shown.html(`${heading()}<p>${__("The list could not be loaded.")}
			<button class="btn btn-xs btn-default">${__("Try again")}</button></p>`);
		section.querySelector("button").addEventListener("click", () => draw(section));
	}
}

const heading = () => `<h2>${__("What is waiting")}</h2>`;

const nothing = () =>
	`<p class="ppoc-waiting-nothing">${__("Nothing is waiting for you. What comes up will be here by itself.")}</p>`;

function list({ lines, rest }) {
	const more = rest.length
		? `<p class="ppoc-waiting-rest">${__("And more:")} ${rest.map(rest_button).join("")}</p>`
		: "";
	return `<ol>${lines.map((line, place) => `<li>${line_link(line)}${done_button(line, place)}</li>`).join("")}</ol>${more}`;
}

function done_button(line, place) {
	if (line.offers !== "done") return "";
	const { escape } = ppoc.words;
	const label = __("Done: {0}", [line.what]);
	return `<button type="button" class="btn btn-default ppoc-waiting-done" data-done="${place}"
		aria-label="${escape(label)}">${__("Done")}</button>`;
}

/** The line that was acted upon is gone: the next thing to do is the first that is left. */
function refocus(section) {
	section.tabIndex = -1; // has the focus itself when nothing is left
	(section.querySelector("a, button") || section).focus();
}

function line_link(line) {
	const { escape } = ppoc.words;
	const others = line.others
		? ` <span class="text-muted">${line.others === 1 ? __("and 1 more") : __("and {0} more", [escape(line.others)])}</span>`
		: "";
	const state = line.state ? `<b>${escape(line.state)}</b>` : "";
	const write = line.offers === "write" ? `<span class="ppoc-waiting-write">${__("Write it")}</span>` : "";
	return `<a class="ppoc-waiting-line${line.overdue ? " is-overdue" : ""}"
			href="${frappe.utils.get_form_link(line.doctype, line.name)}">
		<span class="ppoc-waiting-about">${escape(line.about)}</span>
		<span class="ppoc-waiting-what"><span>${escape(line.what)}</span>${others} ${write}</span>
		<span class="ppoc-waiting-day">${escape(line.day)}</span>
		<span class="ppoc-waiting-state">${state}</span>
	</a>`;
}

function rest_button(one, place) {
	const words = __("{0}: {1}", [ppoc.words.escape(one.label), ppoc.words.escape(one.count)]);
	return `<button type="button" class="btn btn-link" data-rest="${place}">${words}</button>`;
}

function open_rest(one) {
	frappe.route_options = one.filters;
	if (one.report) frappe.set_route("query-report", one.report);
	else frappe.set_route("List", one.doctype, "List");
}

// Whoever comes back to the page finds it as it is now.
$(document).on("page-change", () => {
	for (const section of document.querySelectorAll(".ppoc-waiting")) if (section.offsetParent) draw(section);
});

// Explains in words why a date is due: in a dialog, and on the form of the due date itself.

frappe.provide("ppoc.timescales");

/** Returns the HTML of an explanation's lines, as `ppoc.timescales.api.explain` answers them. */
ppoc.timescales.lines_html = (lines) => {
	const rows = lines.map((line) => {
		const items = line.items.map((item) => `<li>${ppoc.words.escape(item)}</li>`).join("");
		return `<div><dt>${ppoc.words.escape(line.label)}</dt><dd>${ppoc.words.escape(line.words)}
			${line.link ? ppoc.words.link(line.link[0], line.link[1], __("Open the event")) : ""}
			${items ? `<ul>${items}</ul>` : ""}</dd></div>`;
	});
	return `<dl class="ptl-why">${rows.join("")}</dl>`;
};

/** Shows why a date is due. The keyboard focus then returns to where it was. */
ppoc.timescales.explain = async (name) => {
	const came_from = document.activeElement;
	const told = await ppoc.ask("ppoc.timescales.api.explain", { timescale: name });
	const dialog = new frappe.ui.Dialog({
		title: told.duty,
		size: "large",
		fields: [{ fieldname: "why", fieldtype: "HTML" }],
	});
	dialog.get_field("why").$wrapper.html(
		`<div class="ptl-why-head" tabindex="-1">
			${ppoc.timescales.mark(told.state)} <b>${ppoc.words.escape(told.words)}</b>
			<span class="text-muted">${ppoc.words.escape(told.about.title)}</span>
		</div>
		${ppoc.timescales.lines_html(told.lines)}
		<p>${ppoc.words.link("Timescale Rule", told.rule, __("Open the rule"))}</p>`
	);
	dialog.$wrapper.on("shown.bs.modal", () => dialog.$wrapper.find(".ptl-why-head").trigger("focus"));
	dialog.$wrapper.on("hidden.bs.modal", () => came_from && came_from.isConnected && came_from.focus());
	dialog.show();
	return dialog;
};

$(document).on("click", "[data-ppoc-why]", (event) => {
	event.preventDefault();
	ppoc.timescales.explain(event.currentTarget.dataset.ppocWhy);
});

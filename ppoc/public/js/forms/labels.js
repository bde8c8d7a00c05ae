// Labels what Frappe draws without a label, so that a screen reader says what a field or button is.

frappe.provide("ppoc.labels");

$(document).on("form-refresh", (_event, frm) => {
	if (ppoc.is_ours(frm.meta)) label_form(frm);
});

function label_form(frm) {
	for (const control of Object.values(frm.fields_dict)) {
		// An input is created when its field is first drawn, which may be later.
		control.df.on_make = control.df.on_make || label_control;
		label_control(control);
	}
	frm.$wrapper.find(".form-documents .btn-new").each((_index, button) => {
		button.setAttribute("aria-label", __("New {0}", [__(button.dataset.doctype)]));
	});
	frm.page.wrapper.find(".prev-doc").attr("aria-label", __("Previous record"));
	frm.page.wrapper.find(".next-doc").attr("aria-label", __("Next record"));
}

function label_control(control) {
	const $input = control.$input;
	if (!$input || !control.df.label || !$input.is("input, select, textarea")) return;
	$input.attr("aria-label", __(control.df.label));
	$input.attr("aria-required", control.df.reqd ? "true" : null);
}

/** Labels the tick boxes of a list's rows, and marks the page as a list of ours. */
ppoc.labels.list = (list) => {
	list.page.wrapper.addClass("ppoc-list");
	list.$result.find(".list-row-checkbox").each((_index, box) => {
		const $row = $(box).closest(".list-row");
		box.setAttribute("aria-label", __("Select {0}", [$row.find(".list-subject a").first().text().trim()]));
	});
	list.$result.find(".list-check-all").attr("aria-label", __("Select all"));
};

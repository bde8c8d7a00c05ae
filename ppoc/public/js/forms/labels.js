// Names for what the platform draws without one, so that a screen reader says what a field or button is.

frappe.provide("ppoc.labels");

const MODULE = "PPOC";

$(document).on("form-refresh", (_event, frm) => {
	if (frm.meta.module !== MODULE) return;
	label_form(frm);
	// On the first visit the fields are drawn after this event.
	frm.$wrapper.off("render_complete.ppoc").on("render_complete.ppoc", () => label_form(frm));
});

function label_form(frm) {
	for (const control of Object.values(frm.fields_dict)) label_control(control);
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

/** Name the tick boxes of a list's rows. */
ppoc.labels.list = (list) => {
	list.$result.find(".list-row-checkbox").each((_index, box) => {
		const $row = $(box).closest(".list-row");
		box.setAttribute("aria-label", __("Select {0}", [$row.find(".list-subject a").first().text().trim()]));
	});
	list.$result.find(".list-check-all").attr("aria-label", __("Select all"));
};

// On a plan's form: asks before another date takes the place of a predicted date that has come true.
import { came_true, question_on } from "../came_true";

frappe.provide("ppoc.plans");

/** Remembers the dates as they are stored. */
ppoc.plans.remember_predictions = (frm) => {
	const { name, predicted_start, predicted_finish } = frm.doc;
	frm.predictions_stored = { name, predicted_start, predicted_finish };
};

ppoc.plans.ask_came_true = (frm, fieldname) => {
	const { doc, predictions_stored: stored } = frm;
	const happened = came_true(fieldname, doc);
	if (!happened || frm.is_new() || stored?.name !== doc.name || (doc[fieldname] || null) === (stored[fieldname] || null)) return;
	ask(frm, fieldname, happened, stored[fieldname] || null);
};

function ask(frm, fieldname, happened, was) {
	const typed = frm.doc[fieldname];
	const as_user = (day) => frappe.datetime.str_to_user(day);
	let answer = () => frm.set_value(fieldname, was);
	const take = (what) => {
		answer = what;
		dialog.hide();
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Predicted date"),
		fields: [{ fieldname: "words", fieldtype: "HTML" }],
		secondary_action_label: __("Change it all the same"),
		secondary_action: () => take(() => (frm.predictions_stored[fieldname] = typed)),
		onhide: () => answer(),
	});
	dialog.get_field("words").$wrapper.text(question_on(fieldname, happened, as_user));
	if (fieldname === "predicted_start" && typed) {
		dialog.set_primary_action(__("Finish on {0}", [as_user(typed)]), () => take(() => frm.set_value({ predicted_start: was, predicted_finish: typed })));
	} else {
		dialog.set_primary_action(__("Leave it as it was"), () => dialog.hide());
	}
	dialog.show();
}

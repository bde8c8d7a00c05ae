// The Permanence Plan form: a missing predicted start in words, and the team's capacity before a date is
// promised.

frappe.ui.form.on("Permanence Plan", {
	setup(frm) {
		frm.set_query("route", () => ({ filters: { active: 1 } }));
		frm.set_query("carer", () => ({ filters: { child: frm.doc.child, ruled_out: 0 } }));
		frm.get_docfield("rag").formatter = (rating) => ppoc.plans.rag.pill(rating);
	},

	refresh(frm) {
		show_missing_start(frm);
		add_buttons(frm);
		ppoc.plans.rag.add_buttons(frm);
		ppoc.plans.remember_predictions(frm);
	},

	predicted_finish: (frm) => ppoc.plans.ask_came_true(frm, "predicted_finish"),

	predicted_start(frm) {
		ppoc.plans.ask_came_true(frm, "predicted_start");
		show_missing_start(frm);
		ask_capacity(frm);
	},
});

function show_missing_start(frm) {
	const missing = frm.doc.status === "Prioritised" && !frm.doc.predicted_start;
	const words = __("No predicted start: a prioritised child needs one by the end of the Mobilisation Meeting.");
	frm.dashboard.clear_headline();
	if (missing) frm.dashboard.set_headline(`<span class="ppoc-peach">${words}</span>`);
}

function add_buttons(frm) {
	if (frm.is_new()) return;
	frm.add_custom_button(__("Child"), () => frappe.set_route("Form", "Child", frm.doc.child));
	if (frappe.model.can_create("Action")) {
		frm.add_custom_button(__("New action"), () =>
			frappe.new_doc("Action", { child: frm.doc.child, plan: frm.doc.name })
		);
	}
	if (frappe.model.can_create("Escalation")) {
		frm.add_custom_button(__("Escalate a blocker"), () =>
			frappe.new_doc("Escalation", { child: frm.doc.child, plan: frm.doc.name })
		);
	}
}

/** Warns at once if the team would be over its stated capacity in that month; the user may still go on. */
async function ask_capacity(frm) {
	const field = frm.get_field("predicted_start");
	const start = frm.doc.predicted_start;
	// a description stays with its field, so this removes what was said about the previous date
	// eslint-disable-next-line ppoc/escaped -- the form's own description, which only its designer writes
	field.set_description(frappe.meta.get_docfield(frm.doctype, "predicted_start").description || "");
	if (frm.is_new() || !start) return;
	const note = await ppoc.ask("ppoc.meetings.actions.api.capacity_note", { plan: frm.doc.name, predicted_start: start });
	if (note && frm.doc.predicted_start === start) field.set_description(ppoc.words.escape(note));
}

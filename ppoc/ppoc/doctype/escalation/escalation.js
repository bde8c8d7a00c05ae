// The Escalation form: answered in one step.

frappe.ui.form.on("Escalation", {
	setup(frm) {
		frm.set_query("to_worker", () => ({ filters: { active: 1, job: frm.doc.to_role || "" } }));
		frm.set_query("plan", () => ({ filters: { child: frm.doc.child || "" } }));
	},

	refresh(frm) {
		const asked = frappe.user.has_role(frm.doc.to_role) || frm.doc.to_worker;
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write || !asked) return;
		frm.add_custom_button(__("Answer"), () => ask_answer(frm)).addClass("btn-primary");
	},

	to_role(frm) {
		frm.set_value("to_worker", null);
	},
});

function ask_answer(frm) {
	frappe.prompt(
		{ fieldname: "answer", label: __("Answer"), fieldtype: "Small Text", reqd: 1, default: frm.doc.answer },
		async (values) => {
			await frm.set_value("answer", values.answer);
			await frm.save();
		},
		__("Answer this escalation"),
		__("Answer")
	);
}

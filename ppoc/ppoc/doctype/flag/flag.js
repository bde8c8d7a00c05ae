// The Flag form: closed in one step.

frappe.ui.form.on("Flag", {
	setup(frm) {
		frm.set_query("for_worker", () => ({ filters: { active: 1, user: ["is", "set"] } }));
		frm.set_query("plan", () => (frm.doc.child ? { filters: { child: frm.doc.child } } : {}));
	},

	refresh(frm) {
		const mine = frm.is_new() || frm.doc.set_by === frappe.session.user;
		const fields = ["message", "shows_on", "for_worker", "for_role", "child", "plan", "meeting"];
		for (const field of fields) frm.set_df_property(field, "read_only", mine && frm.doc.status === "Open" ? 0 : 1);
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Close flag"), () => ask_why(frm)).addClass("btn-primary");
	},

	for_worker(frm) {
		if (frm.doc.for_worker) frm.set_value("for_role", null);
	},

	for_role(frm) {
		if (frm.doc.for_role) frm.set_value("for_worker", null);
	},
});

function ask_why(frm) {
	frappe.prompt(
		{ fieldname: "close_reason", label: __("Why is it closed?"), fieldtype: "Small Text", reqd: 1 },
		async (values) => {
			await frm.set_value("close_reason", values.close_reason);
			await frm.save();
		},
		__("Close this flag"),
		__("Close flag")
	);
}

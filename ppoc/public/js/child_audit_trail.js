// The Child form: who looked at this child, for those who may know.

frappe.ui.form.on("Child", {
	refresh(frm) {
		const roles = ["Team Manager", "Head of Service", "PPOC Auditor"];
		if (frm.is_new() || !roles.some((role) => frappe.user.has_role(role))) return;
		frm.add_custom_button(__("Who looked at this child"), () => {
			frappe.route_options = { child: frm.doc.name };
			frappe.set_route("query-report", "Who Looked at a Child");
		});
	},
});

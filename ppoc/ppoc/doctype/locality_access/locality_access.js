frappe.ui.form.on("Locality Access", {
	setup(frm) {
		frm.set_query("user", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		show_state(frm);
		offer_withdrawal(frm);
	},
});

function show_state(frm) {
	if (frm.is_new()) return;
	if (frm.doc.withdrawn_on) {
		frm.dashboard.set_headline(
			__("Withdrawn by {0} on {1}.", [
				frappe.utils.escape_html(frm.doc.withdrawn_by),
				frappe.datetime.str_to_user(frm.doc.withdrawn_on),
			])
		);
		frm.disable_form();
	}
}

function offer_withdrawal(frm) {
	if (frm.is_new() || frm.doc.withdrawn_on || !frm.perm[0].write) return;
	const { name: access, user: who, locality } = frm.doc;
	const done = () => frm.reload_doc();
	frm.add_custom_button(__("Withdraw access"), () => ppoc.access.withdraw({ access, who, locality, done }));
}

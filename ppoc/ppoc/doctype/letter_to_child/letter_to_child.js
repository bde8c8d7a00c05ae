// The Letter to Child form: a given letter stays as it is.

frappe.ui.form.on("Letter to Child", {
	refresh(frm) {
		frm.set_df_property("letter_text", "read_only", frm.doc.given_on && !frm.is_dirty() ? 1 : 0);
		frm.set_query("panel_decision", () => ({ filters: { child: frm.doc.child, status: ["in", ["Decided", "Authorised"]] } }));
		frm.set_query("discussion", () => ({ filters: { child: frm.doc.child } }));
	},
});

// The Record Hold form: lifted in one step, with a reason.

frappe.ui.form.on("Record Hold", {
	refresh(frm) {
		const fixed = !frm.is_new();
		for (const field of ["child", "reason"]) frm.set_df_property(field, "read_only", fixed ? 1 : 0);
		frm.set_df_property("held_until", "read_only", frm.doc.lifted_on ? 1 : 0);
		frm.toggle_display("lifted_reason", Boolean(frm.doc.lifted_on));
		if (frm.is_new() || frm.doc.lifted_on || !frm.perm[0].write) return;
		frm.add_custom_button(__("Lift hold"), () => ask_why(frm)).addClass("btn-primary");
	},
});

function ask_why(frm) {
	frappe.prompt(
		{ fieldname: "lifted_reason", label: __("Why is it lifted?"), fieldtype: "Small Text", reqd: 1 },
		async (values) => {
			await frm.set_value("lifted_reason", values.lifted_reason);
			await frm.save();
		},
		__("Lift this hold"),
		__("Lift hold")
	);
}

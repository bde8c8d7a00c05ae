// The Delay Reason form: "I have read it" for those who have to read it.

const READERS = { read_by_officer: "Independent Reviewing Officer", read_by_head: "Head of Service" };

frappe.ui.form.on("Delay Reason", {
	refresh(frm) {
		if (frm.is_new()) return;
		const waits = Object.entries(READERS).some(([field, role]) => !frm.doc[field] && frappe.user.has_role(role));
		if (waits) frm.add_custom_button(__("I have read it"), () => mark_read(frm)).addClass("btn-primary");
		const read = Object.keys(READERS).some((field) => frm.doc[field]);
		["reason", "next_step"].forEach((field) => frm.set_df_property(field, "read_only", read ? 1 : 0));
	},
});

async function mark_read(frm) {
	await frappe.xcall("ppoc.plans.delay.api.mark_read", { delay_reason: frm.doc.name });
	frm.reload_doc();
}

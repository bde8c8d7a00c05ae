// The Family Group Meeting form: the page for the court, and the same record for brothers and sisters.

frappe.ui.form.on("Family Group Meeting", {
	setup(frm) {
		frm.set_query("not_offered_by", () => ({ filters: { active: 1 } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Page for the court"), () => print_court_page(frm.doc.child));
		if (frm.perm[0].write) frm.add_custom_button(__("Same for brothers and sisters"), () => copy_to_siblings(frm));
	},
});

/** Opens the print that says what was offered, held and proposed. */
function print_court_page(child) {
	const asked = new URLSearchParams({ doctype: "Child", name: child, format: "Family Group Decision-Making", no_letterhead: 1 });
	window.open(`/printview?${asked}`);
}

async function copy_to_siblings(frm) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save the record first."));
		return;
	}
	const copies = await frappe.xcall("ppoc.plans.family_meetings.api.copy_to_siblings", {
		family_group_meeting: frm.doc.name,
	});
	const said = copies.length === 1 ? __("Recorded for one more child.") : __("Recorded for {0} more children.", [copies.length]);
	frappe.show_alert({ message: said, indicator: "green" });
}

// The Child form: offers the child to somebody else, or shows the open offer.

frappe.ui.form.on("Child", {
	setup(frm) {
		frm.make_methods = { ...frm.make_methods, Handover: () => offer_child(frm) };
	},

	async refresh(frm) {
		if (frm.is_new() || frm.doc.merged_into || !frappe.model.can_read("Handover")) return;
		const child = frm.doc.name;
		const open = await frappe.db.get_list("Handover", {
			filters: { child, status: "Offered" },
			fields: ["name", "title", "offered_on"],
			limit: 1,
		});
		if (frm.doc.name !== child) return;
		if (open.length) {
			const link = ppoc.words.link("Handover", open[0].name, open[0].title);
			frm.dashboard.add_comment(
				__("Offered on {0}, not yet answered: {1}", [ppoc.words.date(open[0].offered_on), link]),
				"yellow",
				true
			);
		} else if (frm.perm[0].write && frappe.model.can_create("Handover")) {
			frm.add_custom_button(__("Hand over"), () => offer_child(frm));
		}
	},
});

function offer_child(frm) {
	frappe.new_doc("Handover", {
		child: frm.doc.name,
		child_id: frm.doc.child_id,
		from_locality: frm.doc.locality,
		from_team: frm.doc.team,
		from_worker: frm.doc.social_worker,
	});
}

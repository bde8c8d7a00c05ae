// The Effectiveness Review form: a row for each criterion, ready to be scored.

frappe.ui.form.on("Effectiveness Review", {
	setup(frm) {
		for (const field of ["reviewer", "next_reviewer"]) {
			frm.set_query(field, () => ({ filters: { active: 1 } }));
		}
	},

	onload(frm) {
		if (frm.is_new() && !(frm.doc.scores || []).length) add_criteria(frm);
	},

	refresh(frm) {
		show_scale(frm);
	},
});

async function add_criteria(frm) {
	const criteria = await frappe.db.get_list("Effectiveness Criterion", {
		filters: { active: 1 },
		fields: ["name", "criterion", "section"],
		order_by: "number asc",
		limit: 0,
	});
	for (const criterion of criteria) {
		frappe.utils.add_link_title("Effectiveness Criterion", criterion.name, criterion.criterion);
		frm.add_child("scores", { criterion: criterion.name, section: criterion.section });
	}
	frm.refresh_field("scores");
}

function show_scale(frm) {
	frm.set_df_property("scores", "description", __("5 always, 4 often, 3 sometimes, 2 rarely, 1 never."));
}

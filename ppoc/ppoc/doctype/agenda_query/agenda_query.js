// The Agenda Query form: which children an agenda item lists, without typing JSON.

frappe.ui.form.on("Agenda Query", {
	refresh(frm) {
		show_conditions(frm);
		if (!frm.perm[0].write) return;
		frm.add_custom_button(__("Edit conditions"), () => edit_conditions(frm));
	},

	subject: show_conditions,
	filters: show_conditions,
});

function show_conditions(frm) {
	const $place = frm.get_field("filters_html").$wrapper.empty();
	if (!frm.doc.subject) return;
	frappe.model.with_doctype(frm.doc.subject, () => {
		$place.html(ppoc.conditions.html(frm.doc.subject, ppoc.conditions.parse(frm.doc.filters)));
	});
}

function edit_conditions(frm) {
	if (!frm.doc.subject) {
		frappe.msgprint(__("First choose what the query looks for."));
		return;
	}
	ppoc.conditions.edit(frm.doc.subject, ppoc.conditions.parse(frm.doc.filters), (rows) =>
		frm.set_value("filters", JSON.stringify(rows))
	);
}

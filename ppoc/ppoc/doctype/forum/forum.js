// The Forum form: agenda queries decide which children its agenda items list.

frappe.ui.form.on("Forum", {
	setup(frm) {
		for (const field of ["agenda_query", "record_template"]) {
			frm.set_query(field, "agenda_items", () => ({ filters: { active: 1 } }));
		}
		for (const field of ["agenda_print_format", "notes_print_format"]) {
			frm.set_query(field, () => ({ filters: { doc_type: "Meeting", disabled: 0 } }));
		}
		frm.set_query("directly_before", () => ({ filters: { name: ["!=", frm.doc.name || ""] } }));
	},

	refresh(frm) {
		show_minutes(frm);
	},

	duration_minutes: show_minutes,
});

frappe.ui.form.on("Forum Agenda Item", {
	minutes: show_minutes,
	agenda_items_remove: show_minutes,
});

/** Returns whether the items fit into the meeting. */
function show_minutes(frm) {
	const planned = (frm.doc.agenda_items || []).reduce((sum, row) => sum + (row.minutes || 0), 0);
	const words = __("The items take {0} of {1} minutes.", [planned, frm.doc.duration_minutes || 0]);
	const over = planned > (frm.doc.duration_minutes || 0) ? " " + __("That is longer than the meeting.") : "";
	frm.set_df_property("agenda_items", "description", words + over);
}

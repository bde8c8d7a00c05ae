// Case notes: which still have to be copied to the case system.

frappe.listview_settings["Case Note"] = {
	add_fields: ["copied_on", "subject"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(note) {
		return note.copied_on
			? [__("Copied"), "green", "copied_on,is,set"]
			: [__("To copy"), "orange", "copied_on,is,not set"];
	},
};

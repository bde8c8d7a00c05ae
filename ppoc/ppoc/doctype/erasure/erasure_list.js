// Erasures: the number of the record stands for the child.

frappe.listview_settings["Erasure"] = {
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),
};

// Requests to a panel.

frappe.listview_settings["Panel Decision"] = {
	add_fields: ["status"],
};

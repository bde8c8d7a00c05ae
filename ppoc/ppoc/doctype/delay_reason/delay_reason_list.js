// Reasons for delay: the latest first, with who has still to read them.

frappe.listview_settings["Delay Reason"] = {
	add_fields: ["read_by_officer", "read_by_head"],
	hide_name_column: true,

	get_indicator({ read_by_officer, read_by_head }) {
		if (read_by_officer && read_by_head) return [__("Read"), "green", "read_by_officer,is,set|read_by_head,is,set"];
		if (read_by_head) return [__("Not read by the reviewing officer"), "orange", "read_by_officer,is,not set"];
		if (read_by_officer) return [__("Not read by the head of service"), "orange", "read_by_head,is,not set"];
		return [__("Not read yet"), "red", "read_by_officer,is,not set|read_by_head,is,not set"];
	},
};

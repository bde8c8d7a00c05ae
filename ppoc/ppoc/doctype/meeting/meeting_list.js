// Meetings: what is next, when it starts and who chairs it.

frappe.listview_settings["Meeting"] = {
	add_fields: ["status", "meeting_date", "start_time"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	formatters: {
		start_time: (value) => (value ? moment(value, "HH:mm:ss").format("HH:mm") : ""),
	},

	onload(list) {
		list.page.add_inner_button(__("Propose next meetings"), () => frappe.set_route("List", "Forum Schedule"));
	},
};

// Unmet needs: shows open ones first.

frappe.listview_settings["Unmet Need"] = {
	add_fields: ["status"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(need) {
		const colours = { Open: "orange", "In the strategy": "blue", Met: "green" };
		return [__(need.status), colours[need.status], `status,=,${need.status}`];
	},
};

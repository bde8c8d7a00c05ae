// Timescale rules: shows which are in use.

frappe.listview_settings["Timescale Rule"] = {
	add_fields: ["enabled"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(rule) {
		return rule.enabled ? [__("Enabled"), "green", "enabled,=,1"] : [__("Disabled"), "gray", "enabled,=,0"];
	},
};

// Flags: shows those that have come up first, in words as well as in colour.

frappe.listview_settings["Flag"] = {
	add_fields: ["status", "shows_on"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(flag) {
		if (flag.status !== "Open") return [__("Closed"), "gray", "status,=,Closed"];
		const today = frappe.datetime.get_today();
		if (flag.shows_on > today) return [__("Comes up later"), "blue", `status,=,Open|shows_on,>,${today}`];
		return [__("Has come up"), "orange", `status,=,Open|shows_on,<=,${today}`];
	},
};

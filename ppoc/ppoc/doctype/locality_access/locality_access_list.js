frappe.listview_settings["Locality Access"] = {
	add_fields: ["withdrawn_on", "from_date", "to_date"],
	hide_name_column: true,

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.withdrawn_on) return [__("Withdrawn"), "gray", "withdrawn_on,is,set"];
		if (doc.to_date && doc.to_date < today) return [__("Ended"), "gray", `to_date,<,${today}`];
		if (doc.from_date > today) return [__("Not yet"), "orange", `from_date,>,${today}`];
		return [__("Has access"), "green", "withdrawn_on,is,not set"];
	},
};

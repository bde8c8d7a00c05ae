// Fortnightly forms: shows those to be confirmed first.

frappe.listview_settings["Fortnightly Return"] = {
	add_fields: ["status", "due_on"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(form) {
		if (form.status === "Confirmed") return [__("Confirmed"), "green", "status,=,Confirmed"];
		const today = frappe.datetime.get_today();
		if (form.due_on < today) return [__("Overdue"), "red", `status,=,Draft|due_on,<,${today}`];
		return [__("To confirm"), "orange", "status,=,Draft"];
	},
};

// Permanence after Coming into Care: by cohort of entry; a number opens the children whom it counts.
frappe.query_reports["Permanence after Coming into Care"] = {
	nothing: __("No child whom you can see came into care long enough ago."),
	filters: ppoc.trends.filters_of_cohorts(__("Came into care since")),

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const counted = { children: "Followed", reached: "Reached" }[column.fieldname];
		return counted && data && value ? ppoc.trends.opening_cohort(shown, "Came into care", data, counted) : shown;
	},
};

// Back in Care after Permanence: by cohort of leaving; a number opens the children whom it counts.
frappe.query_reports["Back in Care after Permanence"] = {
	nothing: __("No child whom you can see left care for permanence long enough ago."),
	filters: ppoc.trends.filters_of_cohorts(__("Left care since")),

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const counted = { children: "Followed", reached: "Reached" }[column.fieldname];
		return counted && data && value ? ppoc.trends.opening_cohort(shown, "Left care for permanence", data, counted) : shown;
	},
};

// Control Chart: two years, month by month; what is a signal and what is noise.
frappe.query_reports["Control Chart"] = {
	nothing: __("No child whom you can see was in care in this time."),
	filters: ppoc.trends.filters_of_outcomes(
		__("From"),
		24,
		[
			"measure",
			__("Of"),
			[
				["Moves", __("Moves")],
				["Changes of social worker", __("Changes of social worker")],
				["Permanence reached", __("Permanence reached")],
			],
		],
		[
			"by",
			__("Each"),
			[
				["Month", __("Month")],
				["Quarter", __("Quarter")],
			],
		]
	),

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		return column.fieldname === "signal" && value ? `<b>${shown}</b>` : shown;
	},
};

// Time in each Stage: plans prioritised in the last two years; a figure opens the plans that it counts.
(() => {
	const PLANS_BEHIND = {
		plans: "plans",
		ended: "ended",
		still_open: "still_open",
		first_quarter: "plans",
		median: "plans",
		third_quarter: "plans",
		longest_open: "still_open",
	};

	frappe.query_reports["Time in each Stage"] = {
		filters: ppoc.trends.filters_of_stages(__("By")),

		formatter(value, row, column, data, default_formatter) {
			const shown = default_formatter(value, row, column, data);
			const counted = PLANS_BEHIND[column.fieldname];
			if (!counted || !data || !data.of || value === null || value === undefined || value === 0) return shown;
			return ppoc.trends.opening(shown, "Plans in a Stage", { group: data.of, stage: data.in_stage, counted });
		},
	};
})();

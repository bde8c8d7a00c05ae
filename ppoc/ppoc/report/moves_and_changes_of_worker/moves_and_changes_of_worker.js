// Moves and Changes of Worker: per 1,000 days in care, in the last twelve months.
frappe.query_reports["Moves and Changes of Worker"] = {
	nothing: __("No child whom you can see was in care in this time."),
	filters: ppoc.trends.filters_of_outcomes(__("From"), 12, [
		"group_by",
		__("By"),
		[
			["Locality", __("Locality")],
			["Team", __("Team")],
		],
	]),
};

// Steps after Coming into Care: from each step to the next, for children who came into care in the last three years.
frappe.query_reports["Steps after Coming into Care"] = {
	nothing: __("No child whom you can see came into care in this time."),
	filters: ppoc.trends.filters_of_outcomes(__("Came into care since"), 36, [
		"group_by",
		__("By"),
		[
			["Everybody", __("Everybody")],
			["Year", __("Year")],
			["Locality", __("Locality")],
			["Team", __("Team")],
		],
	]),
};

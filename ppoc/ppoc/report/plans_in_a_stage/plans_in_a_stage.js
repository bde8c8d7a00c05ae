// Plans in a Stage: what a figure of Time in each Stage counts; the longest wait first.

frappe.query_reports["Plans in a Stage"] = {
	filters: [
		ppoc.trends.counted([
			["plans", __("Plans")],
			["ended", __("Moved on")],
			["still_open", __("Still there, or left the list")],
		]),
		...ppoc.trends.filters_of_stages(__("Group by")),
		ppoc.trends.only_group(),
	],
};

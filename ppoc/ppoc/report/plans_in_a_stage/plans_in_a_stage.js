// Plans in a Stage: what a figure of Time in each Stage counts; the longest wait first.

frappe.query_reports["Plans in a Stage"] = {
	filters: [
		ppoc.trends.counted([
			["plans", __("Plans")],
			["ended", __("Came through")],
			["still_open", __("Still in it, or left")],
		]),
		...ppoc.trends.filters_of_stages(__("Group by")),
		ppoc.trends.only_group(),
	],
};

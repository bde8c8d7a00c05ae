// Moved Predictions: what a figure of Slippage counts; opened on its own, all moves of the last twelve
// months.

frappe.query_reports["Moved Predictions"] = {
	filters: [
		ppoc.trends.counted([
			["moves", __("All moves")],
			["later", __("Put back")],
			["earlier", __("Brought forward")],
			["taken_away", __("Removed")],
			["moved", __("Plans moved")],
			["plans", __("Plans predicted")],
		]),
		...ppoc.trends.filters_of_slippage(__("Group by")),
		ppoc.trends.only_group(),
	],
};

// Slippage: how often and how far predictions move; a figure opens the plans or moves that it counts.
(() => {
	const MOVES_BEHIND = {
		plans: "plans",
		moved: "moved",
		share_moved: "moved",
		moves: "moves",
		moves_a_year: "moves",
		later: "later",
		earlier: "earlier",
		taken_away: "taken_away",
		median_later: "later",
		longest_later: "later",
	};

	frappe.query_reports["Slippage"] = {
		filters: ppoc.trends.filters_of_slippage(__("By")),

		formatter(value, row, column, data, default_formatter) {
			const shown = default_formatter(value, row, column, data);
			const counted = MOVES_BEHIND[column.fieldname];
			if (!counted || !data || !data.of || !value) return shown;
			return ppoc.trends.opening(shown, "Moved Predictions", { group: data.of, counted });
		},
	};
})();

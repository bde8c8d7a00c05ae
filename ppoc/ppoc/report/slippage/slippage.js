// Slippage: how often and how far predictions move; a figure opens the plans or moves that it counts.

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
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			default: "Team",
			options: [
				{ value: "Team", label: __("Team") },
				{ value: "Route", label: __("Route") },
				{ value: "Locality", label: __("Locality") },
				{ value: "Barrier", label: __("Barrier") },
			],
		},
		{
			fieldname: "prediction",
			label: __("Prediction of the"),
			fieldtype: "Select",
			default: "Start",
			options: [
				{ value: "Start", label: __("Start") },
				{ value: "Finish", label: __("Finish") },
			],
		},
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const counted = MOVES_BEHIND[column.fieldname];
		if (!counted || !data || !data.of || !value) return shown;
		const asked = { ...frappe.query_report.get_filter_values(), group: data.of, counted };
		const list = frappe.router.make_url(["query-report", "Moved Predictions"]);
		return `<a style="text-decoration: underline" href="${list}?${new URLSearchParams(asked)}">${shown}</a>`;
	},
};

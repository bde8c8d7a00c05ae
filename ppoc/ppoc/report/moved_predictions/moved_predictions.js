// Moved Predictions: what a figure of Slippage counts; by itself, all moves of the last twelve months.

frappe.query_reports["Moved Predictions"] = {
	filters: [
		{
			fieldname: "counted",
			label: __("List"),
			fieldtype: "Select",
			default: "moves",
			options: [
				{ value: "moves", label: __("All moves") },
				{ value: "later", label: __("Put back") },
				{ value: "earlier", label: __("Brought forward") },
				{ value: "taken_away", label: __("Taken away") },
				{ value: "moved", label: __("Plans moved") },
				{ value: "plans", label: __("Plans predicted") },
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
		{
			fieldname: "group_by",
			label: __("Group by"),
			fieldtype: "Select",
			default: "Team",
			options: [
				{ value: "Team", label: __("Team") },
				{ value: "Route", label: __("Route") },
				{ value: "Locality", label: __("Locality") },
				{ value: "Barrier", label: __("Barrier") },
			],
		},
		{ fieldname: "group", label: __("Only this group"), fieldtype: "Data" },
	],
};

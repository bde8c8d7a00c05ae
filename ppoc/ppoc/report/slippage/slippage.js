// Slippage: how often and how far predictions move.

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
};

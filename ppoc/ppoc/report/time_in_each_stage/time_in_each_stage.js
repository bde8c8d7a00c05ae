// Time in each Stage: plans prioritised in the last two years.

frappe.query_reports["Time in each Stage"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			default: "Route",
			options: [
				{ value: "Route", label: __("Route") },
				{ value: "Team", label: __("Team") },
				{ value: "Locality", label: __("Locality") },
			],
		},
		{
			fieldname: "from_date",
			label: __("Prioritised since"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -24),
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
	],
};

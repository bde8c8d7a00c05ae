// Newly and No Longer Prioritised: who joined and who left a list in the last three months.

frappe.query_reports["Newly and No Longer Prioritised"] = {
	nothing: __("No child joined or left a list in this period."),

	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "change",
			label: __("Change"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Newly prioritised", label: __("Newly prioritised") },
				{ value: "No longer prioritised", label: __("No longer prioritised") },
			],
		},
		{ fieldname: "route", label: __("List"), fieldtype: "Link", options: "Route" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

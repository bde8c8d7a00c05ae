// Predicted Starts and Finishes: the last three months, by locality and team.

frappe.query_reports["Predicted Starts and Finishes"] = {
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
			fieldname: "due",
			label: __("Was due to"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "start", label: __("start") },
				{ value: "finish", label: __("finish") },
			],
		},
		{
			fieldname: "standing",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "on time", label: __("on time") },
				{ value: "late", label: __("late") },
				{ value: "overdue", label: __("overdue") },
				{ value: "no longer prioritised", label: __("no longer prioritised") },
				{ value: "not due yet", label: __("not due yet") },
			],
		},
		{ fieldname: "route", label: __("List"), fieldtype: "Link", options: "Route" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

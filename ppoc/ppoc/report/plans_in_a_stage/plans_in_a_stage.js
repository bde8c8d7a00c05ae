// Plans in a Stage: what a figure of Time in each Stage counts; the longest wait first.

frappe.query_reports["Plans in a Stage"] = {
	filters: [
		{
			fieldname: "counted",
			label: __("List"),
			fieldtype: "Select",
			default: "plans",
			options: [
				{ value: "plans", label: __("Plans") },
				{ value: "ended", label: __("Came through") },
				{ value: "still_open", label: __("Still in it, or left") },
			],
		},
		{
			fieldname: "group_by",
			label: __("Group by"),
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
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{
			fieldname: "stage",
			label: __("Stage"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Prioritised until assessment started", label: __("Prioritised until assessment started") },
				{ value: "Assessment started until finished", label: __("Assessment started until finished") },
				{ value: "Assessment finished until permanence", label: __("Assessment finished until permanence") },
				{ value: "Prioritised until permanence", label: __("Prioritised until permanence") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
		{ fieldname: "group", label: __("Only this group"), fieldtype: "Data" },
	],
};

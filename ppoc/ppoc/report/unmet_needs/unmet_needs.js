// Unmet Needs: what was looked for but not found in the last year.

frappe.query_reports["Unmet Needs"] = {
	nothing: __("No need was noted in this period. Needs are noted in a meeting, or under Unmet Need."),

	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
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
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Foster home", label: __("Foster home") },
				{ value: "Residential home", label: __("Residential home") },
				{ value: "Supported accommodation", label: __("Supported accommodation") },
				{ value: "Parent and child", label: __("Parent and child") },
				{ value: "Secure or deprivation of liberty", label: __("Secure or deprivation of liberty") },
				{ value: "Sibling group", label: __("Sibling group") },
				{ value: "Health or disability", label: __("Health or disability") },
				{ value: "Service or support", label: __("Service or support") },
				{ value: "Other", label: __("Other") },
			],
		},
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Open", label: __("Open") },
				{ value: "In the strategy", label: __("In the strategy") },
				{ value: "Met", label: __("Met") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

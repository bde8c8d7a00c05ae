// Overdue by Duty: by duty, team or locality.

frappe.query_reports["Overdue by Duty"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "Duty", label: __("Duty") },
				{ value: "Team", label: __("Team") },
				{ value: "Locality", label: __("Locality") },
			],
			default: "Duty",
			reqd: 1,
		},
		{ fieldname: "duty", label: __("Duty"), fieldtype: "Link", options: "Timescale Duty" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "duty_role", label: __("Duty of"), fieldtype: "Link", options: "Role" },
	],
};

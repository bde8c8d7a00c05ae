// Records to Erase: whose record is due, whose is held, and whose date cannot be worked out.

frappe.query_reports["Records to Erase"] = {
	nothing: __("No record is due to be erased. Choose another state to see until when records are kept."),

	filters: [
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			default: "Due or held",
			options: [
				{ value: "Due or held", label: __("Due or held") },
				{ value: "Due", label: __("Due") },
				{ value: "Held", label: __("Held") },
				{ value: "No date", label: __("No date") },
				{ value: "Kept", label: __("Kept") },
				{ value: "All", label: __("All") },
			],
		},
		{
			fieldname: "until",
			label: __("Due by"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

// No Potential with Agreement: children without potential, by the head of service's answer.

frappe.query_reports["No Potential with Agreement"] = {
	nothing: __("No child you may see is thought to have no potential."),

	filters: [
		{
			fieldname: "potential",
			label: __("Potential"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "No potential", label: __("No potential") },
				{ value: "No potential agreed", label: __("No potential agreed") },
				{ value: "Challenged", label: __("Challenged") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

// Children without a Plan: children in care, by what is missing, locality and team.

frappe.query_reports["Children without a Plan"] = {
	filters: [
		{
			fieldname: "gap",
			label: __("What is missing"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "No plan", label: __("No plan") },
				{
					value: "No plan agreed by the second review",
					label: __("No plan agreed by the second review"),
				},
				{ value: "No parallel or contingency plan", label: __("No parallel or contingency plan") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

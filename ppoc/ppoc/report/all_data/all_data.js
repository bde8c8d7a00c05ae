// All Data: every child on a full care order, by category of potential, locality and team.

frappe.query_reports["All Data"] = {
	filters: [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{
			fieldname: "potential",
			label: __("Potential"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Not yet categorised", label: __("Not yet categorised") },
				{ value: "Potential now", label: __("Potential now") },
				{ value: "Potential in the future", label: __("Potential in the future") },
				{ value: "Uncertain", label: __("Uncertain") },
				{ value: "No potential", label: __("No potential") },
				{ value: "No potential agreed", label: __("No potential agreed") },
				{ value: "Challenged", label: __("Challenged") },
			],
		},
		{ fieldname: "other_orders", label: __("Include children without a full care order"), fieldtype: "Check" },
	],

	onload(report) {
		report.page.add_inner_button(__("Type in the grid"), () => frappe.set_route("tracker-grid", "All Data"));
	},
};

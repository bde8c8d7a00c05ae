// Adult Connections: children without one first, then those whose adults nobody has asked for longest.

frappe.query_reports["Adult Connections"] = {
	nothing: __("No child in care fits these filters."),

	filters: [
		{ fieldname: "only_without", label: __("Only children without one"), fieldtype: "Check", default: 0 },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

// At Home on a Care Order: those first whose discharge is to be considered first.

frappe.query_reports["At Home on a Care Order"] = {
	nothing: __("No child whom you can see lives at home on a care order."),

	filters: [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

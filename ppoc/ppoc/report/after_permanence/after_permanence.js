// After Permanence: children who left care for a family; who came back into care stands first.

frappe.query_reports["After Permanence"] = {
	nothing: __("No child whom you can see left care for a family in this time."),

	filters: [
		ppoc.trends.chosen("months", __("In the last months"), [
			["24", "24"],
			["12", "12"],
		]),
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

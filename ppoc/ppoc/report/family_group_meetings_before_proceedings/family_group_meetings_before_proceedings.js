// Family Group Meetings before Proceedings: what is missing stands first.

frappe.query_reports["Family Group Meetings before Proceedings"] = {
	nothing: __("No proceedings fit these filters. Untick Only where something is missing to see all of them."),

	filters: [
		{
			fieldname: "since",
			label: __("Issued from"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{ fieldname: "until", label: __("Issued until"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{ fieldname: "only_missing", label: __("Only where something is missing"), fieldtype: "Check", default: 1 },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],
};

// Who Looked at a Child: what the audit trail has about one child. Opening it is on the trail too.
frappe.query_reports["Who Looked at a Child"] = {
	nothing: __("Nobody looked at this child in that time, or no child is named above."),

	filters: [
		// not a Link: Desk would ask for the report before it has looked up the child's name
		{ fieldname: "child", label: __("Number of the child"), fieldtype: "Data" },
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
		},
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date", default: frappe.datetime.get_today() },
	],
};

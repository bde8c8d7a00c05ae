// Unusual Viewing: what the Caldicott guardian may want to ask about.
frappe.query_reports["Unusual Viewing"] = {
	nothing: __("Nothing unusual in that time."),

	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -6),
		},
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{ fieldname: "user", label: __("Login"), fieldtype: "Data" },
		{
			fieldname: "kind",
			label: __("What is unusual"),
			fieldtype: "Select",
			options: [
				"",
				...["At night", "Outside own teams", "Many children", "Restricted child", "Many refusals"].map((value) => ({
					value,
					label: __(value),
				})),
			],
		},
		{ fieldname: "night_from", label: __("Night from (hour)"), fieldtype: "Int", default: 22 },
		{ fieldname: "night_to", label: __("Night until (hour)"), fieldtype: "Int", default: 6 },
		{ fieldname: "many_children", label: __("Many children: from"), fieldtype: "Int", default: 40 },
		{ fieldname: "many_refusals", label: __("Many refusals: from"), fieldtype: "Int", default: 5 },
	],
};

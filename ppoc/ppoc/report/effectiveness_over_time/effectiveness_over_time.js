// Effectiveness over Time: two years of reviews, by locality or criterion by criterion.

frappe.query_reports["Effectiveness over Time"] = {
	nothing: __("No effectiveness review was completed in this period."),

	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -24),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "Review", label: __("Review") },
				{ value: "Criterion", label: __("Criterion") },
			],
			default: "Review",
			reqd: 1,
		},
	],
};

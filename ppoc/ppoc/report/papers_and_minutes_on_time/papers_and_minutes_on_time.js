// Papers and Minutes on Time: the meetings of the last three months.

frappe.query_reports["Papers and Minutes on Time"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
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
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "forum", label: __("Forum"), fieldtype: "Link", options: "Forum" },
		{
			fieldname: "standing",
			label: __("Anything"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Overdue", label: __("Overdue") },
				{ value: "Late", label: __("Late") },
				{ value: "On time", label: __("On time") },
				{ value: "Not due yet", label: __("Not due yet") },
			],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const late = value && [__("Overdue"), __("Late")].includes(value);
		return late && column.fieldtype === "Data" ? `<span class="ppoc-peach">${shown}</span>` : shown;
	},
};

// Decisions and Timeliness: requests that were open in the last three months.

frappe.query_reports["Decisions and Timeliness"] = {
	nothing: __("No request was open in this period."),

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
		{ fieldname: "request_type", label: __("What is requested"), fieldtype: "Link", options: "Request Type" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const late = value && [__("Overdue"), __("Late")].includes(value);
		return late && column.fieldtype === "Data" ? `<span class="ppoc-peach">${shown}</span>` : shown;
	},
};

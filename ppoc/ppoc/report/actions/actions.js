// Actions: open ones by default, by owner; filters for other statuses and for overdue ones.

frappe.query_reports["Actions"] = {
	nothing: __("No action matches these filters, so there is nothing left to do here."),

	filters: [
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			default: "Open",
			options: [
				{ value: "Open", label: __("Open") },
				{ value: "Done", label: __("Done") },
				{ value: "No longer needed", label: __("No longer needed") },
				{ value: "All", label: __("All") },
			],
		},
		{ fieldname: "overdue", label: __("Overdue only"), fieldtype: "Check" },
		{ fieldname: "action_owner", label: __("Owner"), fieldtype: "Link", options: "Worker" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "forum", label: __("Set in"), fieldtype: "Link", options: "Forum" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "days_late" || !data) return shown;
		return value ? `<div class="text-right"><span class="ppoc-peach">${cint(value)}</span></div>` : "";
	},
};

// Pre-proceedings and court: every child on the way to court, by stage, locality and team.

frappe.query_reports["Pre-Proceedings and Court"] = {
	nothing: __("No child you may see is on the way to court. Children are added by a decision or by an event such as proceedings issued."),

	filters: [
		{
			fieldname: "stage",
			label: __("Stage"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Pre-proceedings agreed", label: __("Pre-proceedings agreed") },
				{ value: "In pre-proceedings", label: __("In pre-proceedings") },
				{ value: "Issue agreed", label: __("Issue agreed") },
				{ value: "In proceedings", label: __("In proceedings") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "only_missing", label: __("Something is missing"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "rag" && data) return ppoc.plans.rag.pill(value, data.rag_reason);
		const shown = default_formatter(value, row, column, data);
		return column.fieldname === "missing" && value ? `<span class="ppoc-peach">${shown}</span>` : shown;
	},
};

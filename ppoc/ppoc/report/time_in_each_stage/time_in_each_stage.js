// Time in each Stage: plans prioritised in the last two years; a figure opens the plans that it counts.

const PLANS_BEHIND = {
	plans: "plans",
	ended: "ended",
	still_open: "still_open",
	first_quarter: "plans",
	median: "plans",
	third_quarter: "plans",
	longest_open: "still_open",
};

frappe.query_reports["Time in each Stage"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			default: "Route",
			options: [
				{ value: "Route", label: __("Route") },
				{ value: "Team", label: __("Team") },
				{ value: "Locality", label: __("Locality") },
			],
		},
		{
			fieldname: "from_date",
			label: __("Prioritised since"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -24),
		},
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{
			fieldname: "stage",
			label: __("Stage"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Prioritised until assessment started", label: __("Prioritised until assessment started") },
				{ value: "Assessment started until finished", label: __("Assessment started until finished") },
				{ value: "Assessment finished until permanence", label: __("Assessment finished until permanence") },
				{ value: "Prioritised until permanence", label: __("Prioritised until permanence") },
			],
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const counted = PLANS_BEHIND[column.fieldname];
		if (!counted || !data || !data.of || value === null || value === undefined || value === 0) return shown;
		const asked = { ...frappe.query_report.get_filter_values(), group: data.of, stage: data.in_stage, counted };
		const list = frappe.router.make_url(["query-report", "Plans in a Stage"]);
		return `<a style="text-decoration: underline" href="${list}?${new URLSearchParams(asked)}">${shown}</a>`;
	},
};

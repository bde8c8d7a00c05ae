// Capacity: the last three months and the next six.

frappe.query_reports["Capacity"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.month_start(), -3),
		},
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.month_end(), 6),
		},
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],

	// a month's figure opens the plans that it counts
	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const field = { predicted: "predicted_start", over: "predicted_start", started: "actual_start" }[column.fieldname];
		if (!field || !data || !value || !data.month) return shown;
		const last = moment(data.month).endOf("month").format("YYYY-MM-DD");
		const { locality } = frappe.query_report.get_filter_values();
		const query = new URLSearchParams({
			team: JSON.stringify(data.team ? ["in", [data.team]] : ["is", "not set"]),
			[field]: JSON.stringify(["between", [data.month, last]]),
		});
		if (locality) query.set("locality", JSON.stringify(["in", [locality]]));
		if (field === "predicted_start") {
			query.set("status", JSON.stringify(["in", ["Prioritised", "Assessment started", "Assessment finished"]]));
		}
		const list = frappe.router.make_url(["permanence-plan", "view", "list"]);
		return `<a style="text-decoration: underline" href="${list}?${query}">${shown}</a>`;
	},
};

// Overdue by Duty: by duty, team or locality.
(() => {
	frappe.query_reports["Overdue by Duty"] = {
		filters: [
			{
				fieldname: "group_by",
				label: __("By"),
				fieldtype: "Select",
				options: [
					{ value: "Duty", label: __("Duty") },
					{ value: "Team", label: __("Team") },
					{ value: "Locality", label: __("Locality") },
				],
				default: "Duty",
				reqd: 1,
			},
			{ fieldname: "duty", label: __("Duty"), fieldtype: "Link", options: "Timescale Duty" },
			{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
			{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
			{ fieldname: "duty_role", label: __("Duty of"), fieldtype: "Link", options: "Role" },
		],

		formatter(value, row, column, data, default_formatter) {
			const state = { overdue: "Overdue", due_soon: "Due soon", not_due: "Not due" }[column.fieldname];
			if (!state || !data || !value) return default_formatter(value, row, column, data);
			return `<div class="text-right"><a style="text-decoration: underline" href="${due_dates_behind(data, state)}">${cint(value)}</a></div>`;
		},
	};

	/** Returns the URL of the list of due dates that a figure counts, with the filters of its row and of the
	 * report. */
	function due_dates_behind(data, state) {
		const { group_by, ...asked } = frappe.query_report.get_filter_values();
		const query = new URLSearchParams({ ...asked, state });
		query.set({ Team: "team", Locality: "locality" }[group_by] || "duty", data.grouped);
		if (!data.grouped) query.set(group_by.toLowerCase(), JSON.stringify(["is", "not set"]));
		return ppoc.words.escape(`${frappe.router.make_url(["timescale", "view", "list"])}?${query}`);
	}
})();

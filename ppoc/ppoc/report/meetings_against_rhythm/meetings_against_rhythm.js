// Meetings against Rhythm: the last three months; a count opens the meetings behind it.
(() => {
	const COUNTED = {
		held: ppoc.meeting_statuses.HELD,
		cancelled: ["Cancelled"],
		not_closed: ["Proposed", "Planned", "Circulated"],
	};

	/** Returns the URL of the list of meetings that a cell counts. */
	function meetings(row, statuses, field) {
		const { from_date, to_date } = frappe.query_report.get_filter_values();
		const yesterday = frappe.datetime.add_days(frappe.datetime.get_today(), -1);
		const last = field === "not_closed" && to_date > yesterday ? yesterday : to_date;
		const filters = {
			forum: row.forum,
			locality: row.locality,
			team: row.team || JSON.stringify(["is", "not set"]),
			status: JSON.stringify(["in", statuses]),
			meeting_date: JSON.stringify(["between", [from_date, last]]),
		};
		const list = frappe.router.make_url([frappe.router.slug("Meeting"), "view", "list"]);
		return `${list}?${new URLSearchParams(filters)}`;
	}

	frappe.query_reports["Meetings against Rhythm"] = {
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
		],

		formatter(value, row, column, data, default_formatter) {
			const statuses = COUNTED[column.fieldname];
			const shown = default_formatter(value, row, column, data);
			if (!statuses || !data || !data[column.fieldname] || !data.forum) return shown;
			return `<a style="text-decoration: underline" href="${meetings(data, statuses, column.fieldname)}">${cint(data[column.fieldname])}</a>`;
		},
	};
})();

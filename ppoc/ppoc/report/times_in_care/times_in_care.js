// Times in Care: the children behind a figure of a cohort, and what came of each time in care.
(() => {
	const [since, until, by, months, locality, team] = ppoc.trends.filters_of_cohorts(__("Since"));

	frappe.query_reports["Times in Care"] = {
		nothing: __("No time in care fits these filters."),
		filters: [
			ppoc.trends.chosen("basis", __("Children who"), [
				["Came into care", __("Came into care")],
				["Left care for permanence", __("Left care for permanence")],
			]),
			since,
			until,
			ppoc.trends.chosen("counted", __("Only"), [
				["Everybody", __("Everybody")],
				["Followed", __("Followed for so many months")],
				["Reached", __("Reached permanence, or back in care")],
				["Not reached", __("Not so far")],
			]),
			months,
			by,
			{ fieldname: "cohort", label: __("Cohort"), fieldtype: "Data" },
			locality,
			team,
			{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
		],
	};
})();

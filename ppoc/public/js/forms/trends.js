// Filters of the trend reports and of the lists behind their figures: a list has every filter of its report.
frappe.provide("ppoc.trends");

ppoc.trends.filters_of_slippage = (grouped_by) => [
	choice("group_by", grouped_by, [
		["Team", __("Team")],
		["Route", __("Route")],
		["Locality", __("Locality")],
		["Barrier", __("Barrier")],
	]),
	choice("prediction", __("Prediction of the"), [
		["Start", __("Start")],
		["Finish", __("Finish")],
	]),
	...days(__("From"), 12),
	...places(),
];

ppoc.trends.filters_of_stages = (grouped_by) => [
	choice("group_by", grouped_by, [
		["Route", __("Route")],
		["Team", __("Team")],
		["Locality", __("Locality")],
	]),
	...days(__("Prioritised since"), 24),
	choice("stage", __("Stage"), [
		["All", __("All")],
		["Prioritised until assessment started", __("Prioritised until assessment started")],
		["Assessment started until finished", __("Assessment started until finished")],
		["Assessment finished until permanence", __("Assessment finished until permanence")],
		["Prioritised until permanence", __("Prioritised until permanence")],
	]),
	...places(),
];

/** Returns the filters of a report on cohorts, and of the list behind it. */
ppoc.trends.filters_of_cohorts = (since) => [
	...days(since, 0, april(4)),
	choice("by", __("Cohorts of a"), [
		["Year", __("Year")],
		["Quarter", __("Quarter")],
	]),
	choice("months", __("After months"), [
		["12", "12"],
		["6", "6"],
		["24", "24"],
		["All", __("All")],
	]),
	...places().slice(0, 2),
];

/** Returns the filters of a report on outcomes in a span of time. */
ppoc.trends.filters_of_outcomes = (since, months, ...choices) => [
	...choices.map((each) => choice(...each)),
	...days(since, months),
	...places().slice(0, 2),
];

/** Returns a figure of a cohort that opens the times in care that it counts. */
ppoc.trends.opening_cohort = (shown, basis, data, counted) =>
	ppoc.trends.opening(shown, "Times in Care", {
		basis,
		cohort: data.cohort,
		months: data.months,
		route: data.of_route,
		counted,
	});

/** Returns the filter for which rows a list shows: the first choice unless it was opened from a figure. */
ppoc.trends.counted = (choices) => choice("counted", __("List"), choices);

/** Returns a filter with choices, of which the first is chosen at the beginning. */
ppoc.trends.chosen = (fieldname, label, choices) => choice(fieldname, label, choices);

ppoc.trends.only_group = () => ({ fieldname: "group", label: __("Only this group"), fieldtype: "Data" });

/** Returns a figure that opens the list behind it, with the report's filters and what the figure counts. */
ppoc.trends.opening = (shown, list, counts) => {
	const asked = { ...frappe.query_report.get_filter_values(), ...counts };
	const address = frappe.router.make_url(["query-report", list]);
	return `<a style="text-decoration: underline" href="${address}?${new URLSearchParams(asked)}">${shown}</a>`;
};

function choice(fieldname, label, choices) {
	const options = choices.map(([value, words]) => ({ value, label: words }));
	return { fieldname, label, fieldtype: "Select", default: choices[0][0], options };
}

function days(label, months, first) {
	const today = frappe.datetime.get_today();
	const start = first || frappe.datetime.add_months(today, -months);
	return [
		{ fieldname: "from_date", label, fieldtype: "Date", default: start },
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date", default: today },
	];
}

/** Returns the first of April, so many years before the last one: the return's years begin then. */
function april(years) {
	const today = moment(frappe.datetime.get_today());
	return `${today.year() - (today.month() < 3 ? 1 : 0) - years}-04-01`;
}

function places() {
	return [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "route", label: __("Route"), fieldtype: "Link", options: "Route" },
	];
}

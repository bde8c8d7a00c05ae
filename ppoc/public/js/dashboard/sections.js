// What the dashboard shows, from top to bottom: numbers, what needs attention first, charts. Under each chart
// are its numbers, each of which opens the rows that were counted; so nothing is shown by colour or shape
// alone.
import { element, fill } from "../meeting_screen/dom";
import { draw_charts, chart_box } from "./charts";
import { link_to } from "./links";

const TILES = {
	children: [__("Children on full care orders")],
	cohort: [__("Plans moving to permanence")],
	red: [__("Red plans"), "press"],
	undated: [__("Prioritised without a predicted start"), "press"],
	start_passed: [__("Predicted start passed, not started"), "press"],
	finish_passed: [__("Predicted finish passed, not finished"), "press"],
	overdue: [__("Due dates overdue"), "press"],
	escalations: [__("Open escalations"), "press"],
};

export function draw(root, data) {
	fill(
		root,
		element("p", { class: "pd-when" }, when(data)),
		element("ul", { class: "pd-tiles" }, data.tiles.map(tile)),
		element("div", { class: "pd-push" }, push_table(data.push), team_table(data)),
		element(
			"div",
			{ class: "pd-charts" },
			charts_of(data).map((chart) => chart_box(chart))
		)
	);
	draw_charts(root);
}

function when(data) {
	return __("Counted at {0}, for the children you may see. Click a number to open what it counts.", [
		frappe.datetime.str_to_user(data.as_at).replace(/:\d\d$/, ""),
	]);
}

function tile(figure) {
	const [label, kind] = TILES[figure.key];
	return element(
		"li",
		{ class: `pd-tile${kind && figure.value ? " pd-presses" : ""}` },
		link_to(figure, "", {
			"aria-label": `${label}: ${figure.value}`,
			"data-key": figure.key,
		}),
		element("b", {}, String(figure.value)),
		element("span", {}, label)
	);
}

function push_table(rows) {
	const heads = [__("Child"), __("Route"), __("Team"), __("Social worker"), __("Why it is red"), __("Barriers")];
	return table(
		__("Needs attention first"),
		__("Red plans. The ones whose predicted date passed longest ago come first."),
		heads,
		rows.map((row) => [
			element("a", { href: frappe.utils.get_form_link("Permanence Plan", row.plan) }, row.child_name || row.plan),
			__(row.route),
			row.team,
			row.social_worker,
			row.reason,
			row.barriers,
		]),
		__("No plan is red.")
	);
}

function team_table({ teams }) {
	const heads = [
		__("Team"),
		__("Red plans"),
		__("Start passed"),
		__("Finish passed"),
		__("No predicted start"),
		__("Overdue dates"),
	];
	return table(
		__("Teams under most pressure"),
		"",
		heads,
		Object.entries(teams).map(([team, figures]) => [team || __("No team"), ...figures.map((one) => link_to(one))]),
		__("No team is under pressure.")
	);
}

function table(caption, explained, heads, rows, nothing) {
	return element(
		"section",
		{ class: "pd-box" },
		element("h3", {}, caption),
		explained && element("p", { class: "text-muted" }, explained),
		rows.length
			? element(
					"table",
					{ class: "table table-sm ppoc-table" },
					element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
					element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell)))))
			  )
			: element("p", {}, nothing)
	);
}

function charts_of(data) {
	const named = (figures, label = (figure) => __(figure.key)) => ({
		labels: figures.map(label),
		rows: [["", figures]],
	});
	const many = (rows, words) => ({
		labels: Object.values(rows)[0]?.map((figure) => words(figure)) || [],
		rows: Object.entries(rows).map(([name, figures]) => [__(name), figures]),
	});
	const span = [data.from_date, data.to_date].map((day) => frappe.datetime.str_to_user(day));
	const months = { predicted_start: __("Predicted starts"), actual_start: __("Starts"), actual_finish: __("Finishes") };
	return [
		{ title: __("Children on full care orders, by potential"), type: "bar", wide: true, across: true, ...named(data.categories) },
		{
			title: __("Predicted starts, starts and finishes by month"),
			type: "line",
			wide: true,
			labels: data.over_time.predicted_start.map((figure) => moment(figure.key).format("MMM YY")),
			rows: Object.entries(data.over_time).map(([kind, figures]) => [months[kind], figures]),
		},
		{
			title: __("Predicted for {0} to {1}: what has happened", span),
			type: "bar",
			wide: true,
			across: true,
			...many(
				{ [__("Predicted to start")]: data.standing.start, [__("Predicted to finish")]: data.standing.finish },
				(figure) => __(figure.key)
			),
		},
		{ title: __("Barriers to plans on a list"), type: "bar", wide: true, ...named(data.blockers, (one) => one.key ? __(one.key) : __("Other")) },
		{ title: __("Cohort moving to permanence, by list"), stacked: "status", ...cohort(data.cohort) },
		{ title: __("Does the case system agree that the assessment has begun?"), type: "bar", ...named(data.agreement) },
	];
}

function cohort(routes) {
	const names = Object.keys(routes);
	const statuses = Object.values(routes)[0]?.map((figure) => figure.key) || [];
	return {
		type: "bar",
		labels: names.map((name) => name ? __(name) : __("No route")),
		rows: statuses.map((status, place) => [__(status), names.map((name) => routes[name][place])]),
	};
}

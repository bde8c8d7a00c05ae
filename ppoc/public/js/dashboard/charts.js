// One of Frappe's charts, and its numbers as a table.
import { element } from "../meeting_screen/dom";
import { link_to } from "./links";

const COLOURS = ["#175cd3", "#b54708", "#17663b"];
const waiting = new Map();

export function chart_box(chart) {
	const picture = element("div", { class: "pd-picture", "aria-hidden": "true" });
	const has_any = chart.rows.some(([, figures]) => figures.some((figure) => figure.value));
	if (has_any) waiting.set(picture, chart);
	return element(
		"section",
		{ class: `pd-box${chart.wide ? " pd-wide" : ""}` },
		element("h3", {}, chart.title),
		has_any
			? element("div", { class: chart.across ? "pd-across" : "pd-beside" }, picture, numbers(chart))
			: element("p", {}, __("Nothing to show."))
	);
}

/** Frappe measures the box it draws in, so charts are drawn once their boxes are on the page. */
export function draw_charts() {
	for (const [picture, chart] of waiting) {
		const drawn = new frappe.Chart(picture, {
			type: chart.type,
			height: 220,
			animate: false,
			colors: COLOURS,
			data: {
				labels: chart.labels,
				datasets: chart.rows.map(([name, figures]) => ({
					name: name || chart.title,
					values: figures.map((figure) => figure.value),
				})),
			},
			axisOptions: { xAxisMode: "tick", xIsSeries: chart.type === "line", shortenYAxisNumbers: 1 },
			barOptions: { stacked: Boolean(chart.stacked), spaceRatio: 0.4 },
			lineOptions: { dotSize: 4 },
		});
		ppoc.charts.write_names(drawn);
	}
	waiting.clear();
}

function numbers({ title, labels, rows, across }) {
	const [heads, sides, figure] = across
		? [labels.map((label) => [label]), rows.map(colour_key), (side, head) => rows[side][1][head]]
		: [rows.map(colour_key), labels.map((label) => [label]), (side, head) => rows[head][1][side]];
	const line = (side, at) => [
		element("th", { scope: "row" }, side),
		heads.map((_, head) => element("td", {}, link_to(figure(at, head)))),
	];
	return element(
		"div",
		{ class: "pd-numbers" },
		element(
			"table",
			{ class: "table table-sm ppoc-table" },
			element("caption", { class: "ms-unseen" }, title),
			element("thead", {}, element("tr", {}, element("td", {}), heads.map((head) => element("th", { scope: "col" }, head)))),
			element("tbody", {}, sides.map((side, at) => element("tr", {}, line(side, at))))
		)
	);
}

/** Returns a row's name next to its colour; Frappe's own legend writes its names over each other. */
function colour_key([name], place) {
	if (!name) return [__("Number")];
	return [
		element("span", { class: "pd-swatch", style: `background: ${COLOURS[place]}`, "aria-hidden": "true" }),
		name,
	];
}

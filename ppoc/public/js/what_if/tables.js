// The results as tables, with every figure next to the present one.
import { by_role } from "./sums";

const NONE = "–";

export function result_html(title, all, load, months) {
	return `${head_html(title, all)}
		${lateness_html(all, months)}
		${roles_html(all, load, months)}
		<div class="ppoc-what-if-chart" role="img" aria-label="${__("Hours a month of each role: the table above says the same")}"></div>
		${forums_html(load)}
		${notes_html()}`;
}

function head_html(title, all) {
	const { now, then } = all;
	const children = __("{0} of {2} children would have something overdue; at present it is {1}.", [then.children_late, now.children_late, all.looked_at]);
	return `<h3>${ppoc.words.escape(title)}</h3><p><b>${children}</b> <span class="text-muted">${__("Nothing was changed.")}</span></p>`;
}

function lateness_html({ now, then }, months) {
	const duties = [...new Set([...Object.keys(now.duties), ...Object.keys(then.duties)])].sort();
	const rows = duties
		.map((duty) => ({ duty, now: now.duties[duty], then: then.duties[duty] }))
		.filter((row) => [row.now, row.then].some((one) => one && (one.overdue || one.fell_due || one.coming)))
		.map((row) => [
			`${ppoc.words.escape(__(row.duty))}${unknown_html(row.then)}`,
			ppoc.words.escape(__((row.then || row.now).role)),
			pair(row, (one) => one.overdue),
			pair(row, (one) => one.children),
			pair(row, late_words),
			pair(row, (one) => one.coming),
		]);
	const heads = [
		__("Duty"), __("Whose duty"), __("Overdue"), __("Children late"), __("Late, of those due in the last year"), coming_words(months),
	];
	return table_html(__("What would be late (now → then)"), heads, rows);
}

function unknown_html(then) {
	if (!then || then.known || !then.overdue) return "";
	return ` <span class="text-muted">(${__("never recorded here, so it may be overdue only because nobody wrote it down")})</span>`;
}

const late_words = (one) => (one.fell_due ? __("{0} of {1}", [one.late, one.fell_due]) : "0");
const coming_words = (months) => (months === 1 ? __("Due in 1 month") : __("Due in {0} months", [months]));

function roles_html(all, load, months) {
	const duties = { now: by_role(all.now.duties), then: by_role(all.then.duties) };
	const meets = { now: load.now.roles, then: load.then.roles };
	const roles = [...new Set([duties.now, duties.then, meets.now, meets.then].flatMap((of) => Object.keys(of)))].sort();
	const rows = roles.map((role) => {
		const of = (each) => ({ now: each.now[role], then: each.then[role] });
		const meeting = of(meets);
		return [
			ppoc.words.escape(__(role)),
			(meeting.then || meeting.now)?.people ?? NONE,
			pair(meeting, (one) => tenth(one.sittings / one.people)),
			pair(meeting, (one) => tenth(one.hours / one.people)),
			pair(meeting, (one) => tenth(one.own_children_hours / one.people)),
			pair(of(duties), (one) => one.overdue),
			pair(of(duties), (one) => one.coming),
		];
	});
	const heads = [
		__("Role or post"), __("People"), __("Meetings a month, each"), __("Hours a month, each"), __("Hours for their own children, each"),
		__("Duties overdue"), coming_words(months),
	];
	return table_html(__("How often people would meet, and their duties (now → then)"), heads, rows);
}

function forums_html(load) {
	const of = (key) => Object.fromEntries(load[key].forums.map((forum) => [forum.forum, forum]));
	const [now, then] = [of("now"), of("then")];
	const rows = [...new Set([...Object.keys(now), ...Object.keys(then)])].sort().map((name) => {
		const row = { now: now[name], then: then[name] };
		return [
			ppoc.words.escape(__(name)),
			pair(row, (one) => one.places),
			pair(row, (one) => tenth(one.sittings)),
			pair(row, (one) => tenth(one.children)),
			pair(row, (one) => (one.fit ? tenth(one.fit) : NONE)) + full_html(row.then),
		];
	});
	const heads = [__("Forum"), __("Places"), __("Meetings a month"), __("Children due a month"), __("Time for")];
	return table_html(__("Forums (now → then)"), heads, rows);
}

function full_html(then) {
	if (!then || !then.fit || then.children <= then.fit) return "";
	return ` <span class="indicator-pill orange">${__("more children than time")}</span>`;
}

function notes_html() {
	return `<p class="text-muted">${__(
		"Looking ahead, each duty is taken as done on its due date and again whenever its rule repeats. It is done in the forum that records the event its rule names first. A forum in the pack meets once for each team or locality, or for the authority; a forum already in use meets where it has a schedule. People who come only when asked are not counted."
	)}</p>`;
}

const tenth = (number) => (number ? format_number(number, null, 1) : "0");

/** Returns "3 → 5", or one figure if nothing changes; what is missing on one side counts as 0. */
function pair({ now, then }, figure) {
	const missing = now || then ? "0" : NONE;
	const [was, becomes] = [now, then].map((one) => (one ? figure(one) : missing));
	if (String(was) === String(becomes)) return `<span class="text-muted">${was}</span>`;
	return `${was} → <b>${becomes}</b>`;
}

/** Cells are HTML; the first one of a row names it. */
function table_html(caption, heads, rows) {
	if (!rows.length) return "";
	const body = rows.map(([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
	return `<div class="table-responsive"><table class="table table-bordered ppoc-table"><caption>${caption}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table></div>`;
}

export function draw_chart(place, { now, then }) {
	const hours = (of, role) => {
		const one = of.roles[role];
		return one ? Math.round((10 * (one.hours + one.own_children_hours)) / one.people) / 10 : 0;
	};
	const roles = [...new Set([...Object.keys(now.roles), ...Object.keys(then.roles)])]
		.sort((a, b) => hours(then, b) - hours(then, a))
		.slice(0, 8);
	if (!place || !roles.length) return;
	const drawn = new frappe.Chart(place, {
		type: "bar",
		height: 240,
		title: __("Hours a month in meetings, each"),
		colors: ["#8794a0", "#0f5c9e"],
		data: {
			labels: roles.map((role) => __(role)),
			datasets: [
				{ name: __("Now"), values: roles.map((role) => hours(now, role)) },
				{ name: __("Then"), values: roles.map((role) => hours(then, role)) },
			],
		},
	});
	ppoc.charts.write_names(drawn);
}

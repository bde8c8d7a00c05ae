// The timeline as a picture: a scaled axis, what has happened above, what is due below in a lane for each
// duty.

frappe.provide("ppoc.timescales");

const LABEL_WIDTH = 210;
const MARK = 22;
const LETTER = 6.6;
const EVENT_ROWS = 5;
const EVENT_ROW_HEIGHT = 24;
const LANE_ROW_HEIGHT = 26;

/** Returns the HTML of the picture. `width` is all the room there is. */
ppoc.timescales.picture_html = (data, choice, width) => {
	const scale = new ppoc.timescales.Scale(...ppoc.timescales.span(choice, data), Math.max(320, width - LABEL_WIDTH));
	return `<div class="ptl-picture" style="--ptl-label: ${LABEL_WIDTH}px">
		${background_html(scale, data)}
		${axis_html(scale)}
		${events_html(scale, data)}
		${data.duties.map((duty) => lane_html(scale, data, duty)).join("")}
	</div>`;
};

function background_html(scale, data) {
	const lines = scale
		.ticks()
		.map((tick) => `<line class="${tick.year ? "ptl-year" : ""}" x1="${scale.percent(tick.day)}%" x2="${scale.percent(tick.day)}%" y1="0" y2="100%"/>`);
	const today = scale.percent(data.today);
	return `<svg class="ptl-back" aria-hidden="true" focusable="false">${lines.join("")}
		<line class="ptl-today" x1="${today}%" x2="${today}%" y1="0" y2="100%"/></svg>
		<div class="ptl-today-label" aria-hidden="true" style="--x: ${today / 100}">${__("Today")}</div>`;
}

function axis_html(scale) {
	const labels = scale
		.ticks()
		.filter((tick) => scale.percent(tick.day) < 96)
		.map((tick) => `<span style="left: ${scale.percent(tick.day)}%">${ppoc.words.escape(tick.label)}</span>`);
	return `<div class="ptl-row ptl-axis" aria-hidden="true"><div></div><div class="ptl-area">${labels.join("")}</div></div>`;
}

function row_html(kind, label, inside, height) {
	return `<div class="ptl-row ${kind}" role="group" aria-label="${ppoc.words.escape(label)}">
		<div class="ptl-label">${ppoc.words.escape(label)}</div>
		<div class="ptl-area" style="height: ${height}px">${inside}</div>
	</div>`;
}

function events_html(scale, data) {
	const shown = data.events
		.filter((event) => scale.holds(event.on))
		.map((event) => {
			const left = scale.x(event.on) - MARK / 2;
			const label = __(event.type);
			const right = left + MARK + label.length * LETTER + 6;
			// near the end of the picture the words are in front of the mark
			return right > scale.width
				? { ...event, label, left: left - (right - left - MARK), right: left + MARK, before: true }
				: { ...event, label, left, right };
		});
	shown.sort((a, b) => a.left - b.left);
	const rows = ppoc.timescales.stack(shown, EVENT_ROWS);
	const inside = shown.map((event, index) => event_html(scale, event, rows[index])).join("");
	const deepest = Math.max(0, ...rows.map(row_of_event));
	return row_html("ptl-events", __("What happened"), inside, (deepest + 1) * EVENT_ROW_HEIGHT + 6);
}

/** An event without room for its words is drawn above all others, as a mark only. */
const row_of_event = (row) => (row < 0 ? EVENT_ROWS : row);

function event_html(scale, event, row) {
	const says = `${event.label}, ${event.on_words}${event.details ? `, ${__(event.details)}` : ""}`;
	return `<button type="button" class="ptl-item${event.before ? " ptl-before" : ""}" data-ppoc-event="${ppoc.words.escape(event.name)}"
		style="left: ${scale.percent(event.on)}%; bottom: ${row_of_event(row) * EVENT_ROW_HEIGHT}px"
		aria-label="${ppoc.words.escape(says)}" title="${ppoc.words.escape(says)}">${ppoc.timescales.mark("event")}${
		row < 0 ? "" : `<span class="ptl-words" aria-hidden="true">${ppoc.words.escape(event.label)}</span>`
	}</button>`;
}

function lane_html(scale, data, duty) {
	const mine = data.due.filter((due) => due.duty === duty && scale.holds(due.due_on));
	const outside = data.due.some((due) => due.duty === duty && due.state === "Overdue" && !scale.holds(due.due_on));
	if (!mine.length && !outside) return "";
	const shown = mine
		.map((due) => {
			const left = scale.x(due.due_on) - MARK / 2;
			const label = moment(due.due_on).format("D MMM");
			return { ...due, label, left, right: left + MARK + label.length * LETTER + 4 };
		})
		.sort((a, b) => a.left - b.left);
	const rows = ppoc.timescales.stack(shown, 3);
	const inside = shown.map((due, index) => due_html(scale, data, due, Math.max(rows[index], 0), rows[index] < 0)).join("");
	const early = outside ? `<span class="ptl-earlier">${__("overdue since before this period")}</span>` : "";
	return row_html("ptl-lane", __(duty), early + inside, (Math.max(0, ...rows) + 1) * LANE_ROW_HEIGHT + 4);
}

function due_html(scale, data, due, row, crowded) {
	const says = __("{0}, due {1}: {2}. Why?", [__(due.duty), due.due_words, due.words]);
	const top = row * LANE_ROW_HEIGHT;
	return `${run_html(scale, data, due, top)}
		<button type="button" class="ptl-item ptl-due" data-ppoc-why="${ppoc.words.escape(due.name)}" data-state="${ppoc.words.escape(due.state)}"
			style="left: ${scale.percent(due.due_on)}%; top: ${top}px"
			aria-label="${ppoc.words.escape(says)}" title="${ppoc.words.escape(says)}">${ppoc.timescales.mark(due.state)}${
		crowded ? "" : `<span class="ptl-words" aria-hidden="true">${ppoc.words.escape(due.label)}</span>`
	}</button>`;
}

/** Draws the time until it is due as a thin line, and the time it is overdue as a broken one. */
function run_html(scale, data, due, top) {
	const clamp = (day) => Math.min(100, Math.max(0, scale.percent(day)));
	const bar = (kind, from, until) =>
		until > from ? `<i class="ptl-run ${kind}" style="left: ${from}%; width: ${until - from}%; top: ${top + 10}px"></i>` : "";
	const over = due.state === "Overdue" ? data.today : ["Met late", "Missed"].includes(due.state) ? due.settled_on : "";
	return (
		bar("", clamp(due.counted_from), clamp(due.due_on)) +
		(over ? bar("ptl-over", clamp(due.due_on), clamp(over)) : "")
	);
}

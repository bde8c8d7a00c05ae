// Tries a rule before it is enabled: on one child, or on everybody, batch by batch. The server writes
// nothing.

frappe.provide("ppoc.timescales");

const MOST_SAMPLES = 50;
const OPEN_STATES = ["Overdue", "Due soon", "Not due"];

ppoc.timescales.try_on_child = (frm) => {
	const dialog = new frappe.ui.Dialog({
		title: __("Try this rule on a child"),
		size: "large",
		fields: [
			{ fieldname: "child", fieldtype: "Link", options: "Child", label: __("Child"), reqd: 1 },
			{ fieldname: "found", fieldtype: "HTML" },
		],
		primary_action_label: __("Try"),
		primary_action: async ({ child }) => {
			const told = await frappe.xcall("ppoc.timescales.api.try_rule", { rule: frm.doc, child });
			dialog.get_field("found").$wrapper.attr("role", "status").html(child_html(told));
		},
	});
	dialog.show();
};

function child_html(told) {
	const dates = told.dates.map(
		(date, index) => `<details class="ptl-folded" ${index ? "" : "open"}>
			<summary>${ppoc.words.escape(date.words)} ${was_html(date.was, date.words)}</summary>
			${ppoc.timescales.lines_html(date.explanation)}</details>`
	);
	const gone = told.gone.map((words) => `<li>${ppoc.words.escape(words)}</li>`).join("");
	return `${notes_html(told.notes)}
		${dates.join("") || `<p>${__("The rule gives no due date for this child: its conditions do not apply, or nothing that it counts from has happened.")}</p>`}
		${gone ? `<h5>${__("No longer due")}</h5><ul>${gone}</ul>` : ""}`;
}

function was_html(was, words) {
	if (!was) return `<span class="text-muted">(${__("new")})</span>`;
	const said = was === words ? __("as it is now") : __("now: {0}", [was]);
	return `<span class="text-muted">(${ppoc.words.escape(said)})</span>`;
}

function notes_html(notes) {
	return notes.map((note) => `<p class="alert alert-warning">${ppoc.words.escape(note)}</p>`).join("");
}

ppoc.timescales.try_on_all = (frm) => {
	const dialog = new frappe.ui.Dialog({
		title: __("What this rule would change"),
		size: "extra-large",
		fields: [{ fieldname: "found", fieldtype: "HTML" }],
	});
	const $place = dialog.get_field("found").$wrapper.attr("role", "status");
	$place.html(`<p>${__("Counting…")}</p>`);
	let going = true;
	dialog.$wrapper.on("hidden.bs.modal", () => (going = false));
	dialog.show();
	count_all(frm.doc, $place, () => going).catch(() => dialog.hide());
};

async function count_all(rule, $place, is_going) {
	const all = { looked_at: 0, touched: 0, before: {}, after: {}, teams: {}, samples: [] };
	let passed = 0;
	let batch = { next: "" };
	do {
		batch = await frappe.xcall("ppoc.timescales.api.try_rule", { rule, after: batch.next });
		add(all, batch);
		passed = batch.next ? passed + batch.batch : batch.total;
		$place.html(all_html(rule, all, batch.next ? Math.round((100 * passed) / batch.total) : 100));
	} while (batch.next && is_going());
}

function add(all, batch) {
	all.looked_at += batch.looked_at;
	all.touched += batch.touched;
	all.notes = batch.notes;
	add_counts(all.before, batch.before);
	add_counts(all.after, batch.after);
	for (const [team, counts] of Object.entries(batch.teams)) add_counts((all.teams[team] ||= {}), counts);
	all.samples = [...all.samples, ...batch.samples].slice(0, MOST_SAMPLES);
}

function add_counts(sum, more) {
	for (const [key, number] of Object.entries(more)) sum[key] = (sum[key] || 0) + number;
}

function all_html(rule, all, percent) {
	const kind = __(rule.applies_to);
	const head = percent < 100 ? __("{0}% checked…", [percent]) : __("Nothing was written.");
	return `${notes_html(all.notes)}
		<p><b>${__("{0} of {1} records would change.", [cint(all.touched), cint(all.looked_at)])}</b> <span class="text-muted">${head}</span></p>
		${table_html(
			__("Open due dates of this rule and of the rules that depend on it"),
			["", ...OPEN_STATES.map((state) => __(state))],
			[
				[__("Now"), ...OPEN_STATES.map((state) => all.before[state] || 0)],
				[__("With this rule"), ...OPEN_STATES.map((state) => all.after[state] || 0)],
			]
		)}
		${teams_html(all.teams)}
		${samples_html(rule, kind, all)}`;
}

function teams_html(teams) {
	const rows = Object.entries(teams)
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([team, counts]) => [team, counts.touched || 0, ...OPEN_STATES.map((state) => counts[state] || 0)]);
	if (!rows.length) return "";
	const heads = [__("Team"), __("Records changed"), ...OPEN_STATES.map((state) => __(state))];
	return table_html(__("By team, with this rule"), heads, rows);
}

function samples_html(rule, kind, all) {
	if (!all.samples.length) {
		return all.touched ? `<p class="text-muted">${__("You see names only for records you may see.")}</p>` : "";
	}
	const rows = all.samples.map(
		(sample) => `<tr>
			<th scope="row">${ppoc.words.link(rule.applies_to, sample.name, sample.title)}</th>
			<td>${ppoc.words.escape(sample.team)}</td>
			<td>${ppoc.words.escape(sample.was)}</td>
			<td>${ppoc.words.escape(sample.becomes)}</td>
			<td>${sample.more ? __("and {0} more", [cint(sample.more)]) : ""}</td></tr>`
	);
	const heads = [kind, __("Team"), __("Now"), __("With this rule"), __("Other dates")];
	return `<div class="table-responsive"><table class="table table-bordered ppoc-table">
		<caption>${__("Examples")}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

/** Returns a table whose rows begin with their name; all cells are escaped. */
function table_html(caption, heads, rows) {
	const body = rows.map(
		([name, ...cells]) =>
			`<tr><th scope="row">${ppoc.words.escape(name)}</th>${cells.map((cell) => `<td>${ppoc.words.escape(cell)}</td>`).join("")}</tr>`
	);
	return `<table class="table table-bordered ppoc-table"><caption>${caption}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table>`;
}

// The children on a meeting's agenda, as tables under its items.

frappe.provide("ppoc.discussions");

const NO_ITEM = "";

/**
 * Returns the HTML of one table per agenda item.
 * @param {object} data the answer of `ppoc.meetings.api.meeting_screen_data`
 */
ppoc.discussions.html = (data) => {
	const groups = group_by_item(data);
	if (!groups.length) return `<p class="text-muted">${__("There are no children on the agenda yet. Use Fill agenda.")}</p>`;
	return groups.map(([title, rows]) => table_html(title, rows, data)).join("");
};

/** Returns the items in the agenda's order, each with its discussions; an item without children is left out. */
function group_by_item(data) {
	const groups = data.agenda.map((item) => [item.title, data.discussions.filter((row) => row.item_key === item.item_key)]);
	const keys = data.agenda.map((item) => item.item_key);
	groups.push([__("Other children"), data.discussions.filter((row) => !keys.includes(row.item_key || NO_ITEM))]);
	return groups.filter(([, rows]) => rows.length);
}

function table_html(title, rows, data) {
	const heads = [__("Time"), __("Child"), __("Plan"), __("Mark"), __("What was said")];
	return `<div class="table-responsive"><table class="table table-bordered ppoc-table">
		<caption>${ppoc.words.escape(__(title))}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.map((row) => row_html(row, data)).join("")}</tbody>
	</table></div>`;
}

function row_html(row, data) {
	const time = row.slot_time ? moment(row.slot_time, "HH:mm:ss").format("HH:mm") : "";
	if (row.closed) {
		return `<tr><td>${time}</td><th scope="row" colspan="4">${__("You may not see this child")}</th></tr>`;
	}
	const child = data.children[row.child] || {};
	return `<tr>
		<td>${time}</td>
		<th scope="row">${ppoc.words.link("Child", row.child, child.full_name)}</th>
		<td>${plan_html(data.plans[row.plan], data.routes)}</td>
		<td>${ppoc.words.escape(__(row.state))}</td>
		<td>${said_html(row)} ${ppoc.words.link("Meeting Discussion", row.name, __("Open"))}</td>
	</tr>`;
}

function plan_html(plan, routes) {
	if (!plan) return "";
	const link = ppoc.words.link("Permanence Plan", plan.name, __(routes[plan.route] || plan.route));
	const start = plan.predicted_start
		? __("start predicted {0}", [ppoc.words.date(plan.predicted_start)])
		: plan.start_missing
		? `<span class="ppoc-peach">${__("No predicted start")}</span>`
		: "";
	return [link, start].filter(Boolean).join("<br>");
}

/** Returns one line of what was said: the decision if there is one, otherwise the progress. */
function said_html(row) {
	const decision = row.potential || row.plan_decision || row.head_of_service_view;
	const text = row.progress || row.rationale || row.challenge || "";
	const parts = [decision && `<b>${ppoc.words.escape(__(decision))}</b>`, ppoc.words.escape(text)];
	return parts.filter(Boolean).join(": ");
}

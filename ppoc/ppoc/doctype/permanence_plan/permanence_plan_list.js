// The SGO and reunification lists of the tracker.

const PREDICTED_STATUSES = ["Prioritised"];

frappe.listview_settings["Permanence Plan"] = {
	add_fields: ["status", "predicted_start", "times_moved", "actual_start"],
	hide_name_column: true,

	formatters: {
		title: (value, _df, plan) =>
			`${ppoc.words.escape(value)} <span class="text-muted" data-open-actions-of="${plan.name}"></span>`,
		predicted_start: (value, _df, plan) => predicted_start_html(value, plan),
		times_moved: (value) => times_moved_words(value),
	},

	refresh: show_open_actions,
};

/** A prioritised child without a predicted start stands out, in colour and in words. */
function predicted_start_html(value, plan) {
	if (value) return frappe.datetime.str_to_user(value);
	if (!PREDICTED_STATUSES.includes(plan.status)) return "";
	return `<span class="ppoc-peach">${__("No predicted start")}</span>`;
}

function times_moved_words(value) {
	if (!value) return `<span class="text-muted">${__("not moved")}</span>`;
	return value === 1 ? __("once") : __("{0} times", [value]);
}

/** Open actions of the plans in view: one permission-checked query for the page. */
async function show_open_actions(list) {
	const names = list.data.map((plan) => plan.name);
	if (!names.length) return;
	const actions = await frappe.db.get_list("Action", {
		filters: { plan: ["in", names], status: "Open" },
		fields: ["plan"],
		limit: 0,
	});
	const counts = {};
	for (const action of actions) counts[action.plan] = (counts[action.plan] || 0) + 1;
	list.$result.find("[data-open-actions-of]").each((_index, element) => {
		element.textContent = open_actions_words(counts[element.dataset.openActionsOf] || 0);
	});
}

function open_actions_words(count) {
	if (!count) return __("no open action");
	return count === 1 ? __("1 open action") : __("{0} open actions", [count]);
}

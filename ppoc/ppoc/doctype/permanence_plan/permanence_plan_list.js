// The SGO and reunification lists of the tracker.

const PREDICTED_STATUSES = ["Prioritised"];

frappe.listview_settings["Permanence Plan"] = {
	add_fields: ["child", "status", "predicted_start", "times_moved", "actual_start", "rag", "rag_reason"],
	hide_name_column: true,

	formatters: {
		rag: (value, _df, plan) => ppoc.plans.rag.pill(value, plan.rag_reason),
		predicted_start: (value, _df, plan) => predicted_start_html(value, plan),
		times_moved: (value) => times_moved_words(value),
	},

	refresh(list) {
		ppoc.labels.list(list);
		show_open_actions(list);
	},
};

/** Marks a prioritised child without a predicted start, in colour and in words. */
function predicted_start_html(value, plan) {
	if (value) return ppoc.words.cell(frappe.datetime.str_to_user(value));
	if (!PREDICTED_STATUSES.includes(plan.status)) return "";
	return `<span class="ppoc-peach" title="${__("No predicted start")}">${__("No date yet")}</span>`;
}

function times_moved_words(value) {
	if (!value) return `<span class="text-muted">${__("not moved")}</span>`;
	return ppoc.words.cell(ppoc.words.times(value));
}

/** Loads open actions of the children shown: one permission-checked query for the page. */
async function show_open_actions(list) {
	const children = list.data.map((plan) => plan.child);
	if (!children.length) return;
	const actions = await frappe.db.get_list("Action", {
		filters: { child: ["in", children], status: "Open" },
		fields: ["child"],
		limit: 0,
	});
	const counts = {};
	for (const action of actions) counts[action.child] = (counts[action.child] || 0) + 1;
	list.$result.find(".ppoc-open-actions").remove();
	for (const plan of list.data) {
		const words = open_actions_words(counts[plan.child] || 0);
		const $row = list.$result.find(`.list-row-checkbox[data-name="${plan.name}"]`).closest(".list-row");
		$row.find(".list-row-activity").prepend($(`<span class="ppoc-open-actions text-muted"></span>`).text(words));
	}
}

function open_actions_words(count) {
	if (!count) return __("no open action");
	return count === 1 ? __("1 open action") : __("{0} open actions", [count]);
}

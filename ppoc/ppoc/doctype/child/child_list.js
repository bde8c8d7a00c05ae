// The All Data list of the tracker.

const POTENTIAL_COLOURS = {
	"Not yet categorised": "gray",
	"Potential now": "green",
	"Potential in the future": "blue",
	Uncertain: "yellow",
	"No potential": "orange",
	"No potential agreed": "darkgrey",
	Challenged: "red",
};

frappe.listview_settings["Child"] = {
	add_fields: ["potential", "next_due", "next_due_on", "overdue_count"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(child) {
		const colour = POTENTIAL_COLOURS[child.potential] || "gray";
		return [__(child.potential), colour, `potential,=,${child.potential}`];
	},

	formatters: {
		...ppoc.care_codes.formatters(["legal_status", "placement", "ethnicity"]),
		overdue_count(count) {
			if (!count) return "";
			return `<span class="indicator-pill red" title="${__("Due dates that have passed")}">${count}<span class="sr-only"> ${__("overdue")}</span></span>`;
		},
		next_due_on(day, _field, child) {
			if (!day) return "";
			const what = ppoc.words.escape(__(child.next_due));
			return `<span title="${what}">${ppoc.words.date(day)}<span class="sr-only"> ${what}</span></span>`;
		},
	},
};

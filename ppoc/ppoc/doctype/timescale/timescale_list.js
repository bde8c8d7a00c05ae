// Due dates: shows each one's state, in words as well as in colour.

frappe.listview_settings["Timescale"] = {
	add_fields: ["state", "due_on", "satisfied_on"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(timescale) {
		return [state_words(timescale), ppoc.timescales.COLOURS[timescale.state], `state,=,${timescale.state}`];
	},
};

function state_words(timescale) {
	if (timescale.state !== "Overdue") return __(timescale.state);
	const days = frappe.datetime.get_day_diff(frappe.datetime.get_today(), timescale.due_on);
	return days === 1 ? __("1 day overdue") : __("{0} days overdue", [days]);
}

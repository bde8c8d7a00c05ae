// Actions: begins with the open ones, the longest overdue first, and says so in words as well as in colour.

frappe.listview_settings["Action"] = {
	add_fields: ["status", "due_on", "priority", "times_moved"],
	hide_name_column: true,
	filters: [["status", "=", "Open"]],
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(action) {
		if (action.status === "Done") return [__("Done"), "green", "status,=,Done"];
		if (action.status !== "Open") return [__(action.status), "gray", `status,=,${action.status}`];
		const today = frappe.datetime.get_today();
		if (action.due_on && action.due_on < today) {
			const days = frappe.datetime.get_day_diff(today, action.due_on);
			return [overdue_words(days), "red", `status,=,Open|due_on,<,${today}`];
		}
		if (action.due_on === today) return [__("Due today"), "orange", `status,=,Open|due_on,=,${today}`];
		return [__("Open"), "blue", "status,=,Open"];
	},
};

function overdue_words(days) {
	return days === 1 ? __("1 day late") : __("{0} days late", [days]);
}

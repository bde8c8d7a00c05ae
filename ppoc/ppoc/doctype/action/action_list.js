// Actions: what is overdue shows first, in words as well as in colour.

frappe.listview_settings["Action"] = {
	add_fields: ["status", "due_on", "priority", "times_moved"],
	hide_name_column: true,

	get_indicator(action) {
		if (action.status === "Done") return [__("Done"), "green", "status,=,Done"];
		if (action.status !== "Open") return [__(action.status), "gray", `status,=,${action.status}`];
		const today = frappe.datetime.get_today();
		if (action.due_on && action.due_on < today) {
			return [__("Overdue"), "red", `status,=,Open|due_on,<,${today}`];
		}
		if (action.due_on === today) return [__("Due today"), "orange", `status,=,Open|due_on,=,${today}`];
		return [__("Open"), "blue", "status,=,Open"];
	},

	formatters: {
		due_on(value, _df, action) {
			if (!value) return "";
			const day = frappe.datetime.str_to_user(value);
			const late = action.status === "Open" && frappe.datetime.get_day_diff(frappe.datetime.get_today(), value);
			if (!late || late < 0) return day;
			return late === 1 ? __("{0} (1 day late)", [day]) : __("{0} ({1} days late)", [day, late]);
		},
	},
};

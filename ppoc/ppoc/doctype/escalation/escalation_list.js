// Escalations: open until answered.

frappe.listview_settings["Escalation"] = {
	add_fields: ["status", "answer_due"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	formatters: {
		answer_due(value, _df, escalation) {
			if (!value) return "";
			const day = frappe.datetime.str_to_user(value);
			const late = escalation.status === "Open" && value < frappe.datetime.get_today();
			return ppoc.words.cell(late ? __("{0} (no answer yet)", [day]) : day);
		},
	},
};

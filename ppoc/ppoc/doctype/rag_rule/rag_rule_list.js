// RAG rules: what makes a plan red or amber, and which of them are in use.

frappe.listview_settings["RAG Rule"] = {
	hide_name_column: true,
	formatters: { rating: (value) => ppoc.plans.rag.pill(value) },
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(rule) {
		return rule.enabled ? [__("Enabled"), "green", "enabled,=,1"] : [__("Disabled"), "gray", "enabled,=,0"];
	},
};

// Family group meetings: where each stands.

const COLOURS = { Offered: "orange", Accepted: "blue", Declined: "gray", Held: "green", "Not held": "red", "Not offered": "red" };

frappe.listview_settings["Family Group Meeting"] = {
	add_fields: ["stage"],
	hide_name_column: true,

	get_indicator({ stage }) {
		return [__(stage), COLOURS[stage] || "gray", `stage,=,${stage}`];
	},
};

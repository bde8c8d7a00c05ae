// What meetings said about children.

const MARK_COLOURS = { "To do": "gray", Now: "blue", Done: "green", "Carried over": "orange" };

frappe.listview_settings["Meeting Discussion"] = {
	add_fields: ["state"],

	get_indicator(discussion) {
		return [__(discussion.state), MARK_COLOURS[discussion.state] || "gray", `state,=,${discussion.state}`];
	},
};

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
	add_fields: ["potential"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(child) {
		const colour = POTENTIAL_COLOURS[child.potential] || "gray";
		return [__(child.potential), colour, `potential,=,${child.potential}`];
	},
};

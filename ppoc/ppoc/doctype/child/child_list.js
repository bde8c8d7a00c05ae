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
	add_fields: ["potential", "restricted"],
	hide_name_column: true,

	get_indicator(child) {
		const colour = POTENTIAL_COLOURS[child.potential] || "gray";
		return [__(child.potential), colour, `potential,=,${child.potential}`];
	},

	formatters: {
		full_name(value, _df, child) {
			const name = ppoc.words.escape(value || child.name);
			return child.restricted ? `${name} <span class="text-muted">(${__("restricted")})</span>` : name;
		},
	},
};

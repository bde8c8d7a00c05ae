// Effectiveness Reviews: shows those still to be scored first.

frappe.listview_settings["Effectiveness Review"] = {
	add_fields: ["scored", "average_score"],
	hide_name_column: true,

	get_indicator(review) {
		if (!review.scored) return [__("Not scored yet"), "orange", "scored,=,0"];
		return [__("Average {0}", [review.average_score.toFixed(1)]), "blue", "scored,>,0"];
	},
};

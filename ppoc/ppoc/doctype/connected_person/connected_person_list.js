// Connected people: where each of them stands.

const COLOURS = {
	"Not asked yet": "orange",
	Asked: "yellow",
	"Could help or stay in touch": "blue",
	"Could offer a home": "green",
	"Being assessed": "purple",
	"Ruled out": "gray",
};

frappe.listview_settings["Connected Person"] = {
	add_fields: ["standing"],
	hide_name_column: true,

	get_indicator({ standing }) {
		return [__(standing), COLOURS[standing] || "gray", `standing,=,${standing}`];
	},
};

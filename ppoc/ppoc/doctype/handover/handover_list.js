// Handovers: shows those waiting for an answer first.

frappe.listview_settings["Handover"] = {
	add_fields: ["status", "offered_on", "kind"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(offer) {
		const colours = { Offered: "orange", Accepted: "green", Refused: "red", Revoked: "gray" };
		return [__(offer.status), colours[offer.status], `status,=,${offer.status}`];
	},
};

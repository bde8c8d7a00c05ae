// Tracked placements: shows missing updates first, in words as well as in colour.

frappe.listview_settings["Tracked Placement"] = {
	add_fields: ["status", "next_update_on", "unregistered", "regulator_told_on"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	get_indicator(placement) {
		if (placement.status === "Ended") return [__("Ended"), "gray", "status,=,Ended"];
		const today = frappe.datetime.get_today();
		if (placement.next_update_on < today) {
			return [__("Update overdue"), "red", `status,=,Tracked|next_update_on,<,${today}`];
		}
		if (placement.unregistered && !placement.regulator_told_on) {
			return [__("Regulator not told"), "orange", "status,=,Tracked|unregistered,=,1|regulator_told_on,is,not set"];
		}
		return [__("Tracked"), "blue", "status,=,Tracked"];
	},
};

// Duties: shows those on which the packs differ and nobody has chosen yet.

const in_conflict = new Set();

frappe.listview_settings["Timescale Duty"] = {
	add_fields: ["settled_by"],
	hide_name_column: true,
	refresh: (list) => ppoc.labels.list(list),

	async onload(list) {
		const duties = await ppoc.ask("ppoc.timescales.api.duties_in_conflict");
		in_conflict.clear();
		duties.forEach((duty) => in_conflict.add(duty));
		if (duties.length && list.data.length) list.render();
	},

	get_indicator(duty) {
		if (in_conflict.has(duty.name)) return [__("Packs differ"), "orange", "settled_by,is,not set"];
		if (duty.settled_by) return [__("Chosen"), "green", "settled_by,is,set"];
		return [__("No choice made"), "gray", "settled_by,is,not set"];
	},
};

// The Care Episode form: the codes of the return in words.

frappe.ui.form.on("Care Episode", {
	refresh(frm) {
		ppoc.care_codes.show(frm, [
			"legal_status",
			"placement",
			"reason_new_episode",
			"reason_ended",
			"category_of_need",
			"placement_provider",
		]);
	},
});

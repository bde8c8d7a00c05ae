// The Request Type form: shows contradictions between rules where they are settled.

frappe.ui.form.on("Request Type", {
	setup(frm) {
		frm.set_query("settled_by", () => ({ filters: { request_type: frm.doc.name, enabled: 1 } }));
	},

	async refresh(frm) {
		const $place = frm.get_field("conflict_html").$wrapper.empty();
		if (frm.is_new()) return;
		const rules = await ppoc.ask("ppoc.decisions.api.rules_that_disagree", { request_type: frm.doc.name });
		const words = rules.length
			? __("These rows do not agree on who decides. Choose the one that applies here.")
			: __("The rows for this type agree, or apply under different conditions.");
		const items = rules.map((rule) => `<li>${ppoc.words.escape(rule)}</li>`).join("");
		$place.html(`<p>${words}</p>${items ? `<ul>${items}</ul>` : ""}`);
	},
});

// The Quarterly Oversight Report form: its charts, and counting again while it is a draft.

frappe.ui.form.on("Quarterly Oversight Report", {
	setup(frm) {
		frm.set_query("chair", () => ({ filters: { active: 1 } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.quarter_start) return;
		frm.set_value("quarter_start", moment().subtract(1, "quarter").startOf("quarter").format("YYYY-MM-DD"));
	},

	refresh(frm) {
		const begun = !frm.is_new();
		for (const section of ["figures", "progress", "drift", "tracking", "signing"]) {
			frm.toggle_display(`${section}_section`, begun);
		}
		if (!begun) {
			frm.set_intro(__("Save to work out the quarter's figures and draft the themes."));
			return;
		}
		const fixed = frm.doc.status === "Signed off" ? 1 : 0;
		for (const field of ["chair", "progress", "drift", "themes", "tracking", "priorities"]) {
			frm.set_df_property(field, "read_only", fixed);
		}
		show_charts(frm);
		if (frm.doc.status === "Draft" && frm.perm[0] && frm.perm[0].write) {
			frm.add_custom_button(__("Update figures"), () => count_again(frm));
		}
	},
});

async function show_charts(frm) {
	const name = frm.doc.name;
	const charts = await ppoc.ask("ppoc.reporting.oversight.api.charts", { report: name });
	if (frm.doc.name !== name) return;
	const drawn = charts.map((one) => `<h4>${ppoc.words.escape(one.heading)}</h4><div class="ppoc-wide">${one.svg}</div>`);
	const left_out = __("The figures do not include children with a restricted record.");
	frm.get_field("figures_html").$wrapper.html(`${drawn.join("")}<p>${left_out}</p>`);
}

async function count_again(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.call({
		method: "ppoc.reporting.oversight.api.draft_again",
		args: { report: frm.doc.name, modified: frm.doc.modified },
		freeze: true,
	});
	await frm.reload_doc();
	frappe.show_alert({ message: __("The figures are up to date."), indicator: "green" });
}

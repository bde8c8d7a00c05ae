// The Timescale form: read-only; explains why the date is due.

frappe.ui.form.on("Timescale", {
	async refresh(frm) {
		frm.disable_save();
		frm.disable_form();
		const name = frm.doc.name;
		const $place = frm.get_field("explanation_html").$wrapper.empty();
		const told = await ppoc.ask("ppoc.timescales.api.explain", { timescale: name });
		if (frm.doc.name !== name) return;
		$place.html(`<div class="ptl-why-head">${ppoc.timescales.mark(told.state)}
			<b>${ppoc.words.escape(told.words)}</b></div>${ppoc.timescales.lines_html(told.lines)}`);
	},
});

// The fortnightly form: check it, correct the plans, confirm.

frappe.ui.form.on("Fortnightly Return", {
	refresh(frm) {
		if (frm.is_new()) return;
		show_plans(frm);
		for (const field of ["meetings", "remarks"]) {
			frm.set_df_property(field, "read_only", frm.doc.status === "Draft" ? 0 : 1);
		}
		if (frm.doc.status !== "Draft" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Fill in again"), () => step(frm, "refill"));
		frm.add_custom_button(__("Confirm"), () => ask(frm)).addClass("btn-primary");
	},
});

function ask(frm) {
	frappe.confirm(__("Are the predicted starts and the meetings right? Once confirmed, the form cannot be changed."), () =>
		step(frm, "confirm")
	);
}

async function step(frm, method) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`ppoc.reporting.fortnightly.api.${method}`, { form: frm.doc.name, modified: frm.doc.modified });
	frm.reload_doc();
}

async function show_plans(frm) {
	const name = frm.doc.name;
	const rows = await ppoc.ask("ppoc.reporting.fortnightly.api.plans", { form: name });
	if (frm.doc.name !== name) return;
	frm.get_field("plans_html").$wrapper.html(rows.length ? table(rows) : `<p>${__("No child is on a list.")}</p>`);
}

function table(rows) {
	const heads = [__("Child and list"), __("Status"), __("Predicted start"), __("Started"), __("Moved")];
	const head = heads.map((label) => `<th scope="col">${label}</th>`).join("");
	return `<table class="table table-bordered"><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join("")}</tbody></table>`;
}

function line(row) {
	const words = ppoc.words;
	const missing = !row.predicted_start && !row.actual_start;
	const predicted = missing
		? `<span class="ppoc-peach">${__("No predicted start")}</span>`
		: words.date(row.predicted_start);
	const cells = [
		words.link("Permanence Plan", row.plan, row.title),
		words.escape(__(row.plan_status)),
		predicted,
		words.date(row.actual_start),
		row.times_moved ? ppoc.words.times(row.times_moved) : "",
	];
	return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

// The RAG Rule form: its conditions as filters, and the facts that its reason may contain.

const FACTS = "RAG Facts";

frappe.ui.form.on("RAG Rule", {
	refresh(frm) {
		frappe.model.with_doctype(FACTS, () => {
			show_conditions(frm);
			show_facts(frm);
		});
	},

	conditions(frm) {
		show_conditions(frm);
	},
});

function show_conditions(frm) {
	const $place = frm.get_field("conditions_html").$wrapper;
	const rows = conditions_of(frm);
	const button = frm.perm[0].write
		? `<button type="button" class="btn btn-default btn-xs">${__("Edit conditions")}</button>`
		: "";
	const nothing = `<p class="text-muted">${__("There is no condition yet. Say when a plan gets this rating.")}</p>`;
	$place.html(`${rows.length ? ppoc.conditions.html(FACTS, rows, ppoc.conditions.COMPARED) : nothing}${button}`);
	$place.find("button").on("click", () =>
		ppoc.conditions.edit(FACTS, conditions_of(frm), (edited) => frm.set_value("conditions", JSON.stringify(edited)))
	);
}

/** Returns the rows as fact, operator and value, even if they were stored with the DocType in front. */
function conditions_of(frm) {
	return ppoc.conditions.parse(frm.doc.conditions).map((row) => (row.length > 3 ? row.slice(1, 4) : row));
}

function show_facts(frm) {
	const facts = frappe.get_meta(FACTS).fields.filter((df) => !frappe.model.layout_fields.includes(df.fieldtype));
	const rows = facts.map((df) => `<dt><code>{${ppoc.words.escape(df.fieldname)}}</code></dt><dd>${ppoc.words.escape(__(df.label))}</dd>`);
	const summary = `<summary>${__("Facts that it can include")}</summary>`;
	frm.get_field("facts_html").$wrapper.html(`<details>${summary}<dl class="ppoc-facts">${rows.join("")}</dl></details>`);
}

// The Timescale Rule form: the rule in a sentence while it is written, its conditions as filters, and trying
// it out.

const FACTS = "Timescale Facts";
const WAIT_MS = 300;
const SAID_ANEW = [
	"rule_name", "duty", "gives_way", "in_force_from", "applies_to", "pick", "counts", "satisfied_by", "stopped_by", "early_days", "repeats",
	"repeat_amount", "repeat_unit", "repeat_from", "conditions", "duty_role", "escalate_to", "escalate_amount",
	"escalate_unit",
];

const rule_events = {
	setup(frm) {
		frm.ppoc_describe = frappe.utils.debounce(() => describe(frm), WAIT_MS);
		frm.set_query("other_rule", "counts", () => ({
			filters: { applies_to: frm.doc.applies_to, name: ["!=", frm.doc.name] },
		}));
		const active = () => ({ filters: { active: 1 } });
		frm.set_query("event_type", "counts", active);
		for (const field of ["satisfied_by", "stopped_by"]) frm.set_query(field, active);
	},

	refresh(frm) {
		show_conditions(frm);
		describe(frm);
		if (frappe.model.can_read("Child") && frm.doc.applies_to === "Child") {
			frm.add_custom_button(__("Try on a child"), () => ppoc.timescales.try_on_child(frm));
		}
		frm.add_custom_button(__("Try on the whole caseload"), () => ppoc.timescales.try_on_all(frm));
		if (frappe.boot.page_info?.["what-if"] && frm.doc.applies_to === "Child") {
			frm.add_custom_button(__("What if"), () => what_if(frm));
		}
	},

	applies_to(frm) {
		frm.refresh();
	},
};

for (const field of SAID_ANEW) {
	const own = rule_events[field];
	rule_events[field] = (frm) => {
		if (own) own(frm);
		if (field === "conditions") show_conditions(frm);
		frm.ppoc_describe();
	};
}
frappe.ui.form.on("Timescale Rule", rule_events);

const row_events = { counts_remove: (frm) => frm.ppoc_describe() };
for (const field of ["event_type", "other_rule", "occurrence", "and_later", "amount", "unit", "direction"]) {
	row_events[field] = (frm) => frm.ppoc_describe();
}
frappe.ui.form.on("Timescale Rule Count", row_events);

/** Opens What if with the rule as it is here, saved or not. */
function what_if(frm) {
	frappe.route_options = { rule: frm.doc };
	frappe.set_route("what-if");
}

/** Shows the rule in a sentence above the form, and what is still missing. */
async function describe(frm) {
	const asked = (frm.ppoc_described = JSON.stringify(frm.doc));
	const told = await frappe.xcall("ppoc.timescales.api.describe_rule", { rule: frm.doc });
	if (asked !== frm.ppoc_described) return;
	const fault = told.fault ? `<p class="ppoc-rule-fault">${ppoc.words.escape(told.fault)}</p>` : "";
	const said = ppoc.words.escape(told.sentence) || __("Choose the event that the rule counts from.");
	place_of_sentence(frm).html(`${said}${fault}`);
}

function place_of_sentence(frm) {
	const $place = frm.$wrapper.find(".ppoc-rule-sentence");
	if ($place.length) return $place;
	const $made = $(`<div class="ppoc-rule-sentence" role="status" aria-live="polite"></div>`);
	frm.$wrapper.find(".form-page, .form-layout").first().prepend($made);
	return $made;
}

function show_conditions(frm) {
	const $place = frm.get_field("conditions_html").$wrapper;
	frappe.model.with_doctype(FACTS, () => {
		const rows = conditions_of(frm);
		const button = frm.perm[0].write
			? `<button type="button" class="btn btn-default btn-xs">${__("Edit conditions")}</button>`
			: "";
		const nothing = `<p class="text-muted">${__("There is no condition, so the rule applies to everybody.")}</p>`;
		$place.html(`${rows.length ? ppoc.conditions.html(FACTS, rows) : nothing}${button}`);
		$place.find("button").on("click", () => edit_conditions(frm));
	});
}

/** Returns the rows as fact, operator and value, even if they were stored with the DocType in front. */
function conditions_of(frm) {
	return ppoc.conditions.parse(frm.doc.conditions).map((row) => (row.length > 3 ? row.slice(1, 4) : row));
}

function edit_conditions(frm) {
	ppoc.conditions.edit(FACTS, conditions_of(frm), (rows) => frm.set_value("conditions", JSON.stringify(rows)));
}

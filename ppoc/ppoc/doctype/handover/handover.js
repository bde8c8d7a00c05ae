// The Handover form: one side names who is to take the child, the other answers in one step.

frappe.ui.form.on("Handover", {
	setup(frm) {
		frm.set_query("to_team", () => ({ filters: teams_of(frm) }));
		frm.set_query("to_worker", () => ({ filters: workers_of(frm.doc.to_team) }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		const fields = ["kind", "reason", "to_locality", "to_team", "to_worker", "answer_reason"];
		// each step asks for what it needs
		for (const field of fields) frm.set_df_property(field, "read_only", 1);
		frm.disable_save();
		offer_record(frm);
	},

	to_team(frm) {
		if (frm.doc.to_worker) frm.set_value("to_worker", null);
	},

	async before_workflow_action(frm) {
		frappe.dom.unfreeze();
		const step = frm.selected_workflow_action;
		const answers = await ask(frm, step);
		const args = { handover: frm.doc.name, step, modified: frm.doc.modified, ...answers };
		await frappe.xcall("ppoc.children.handovers.api.answer", args);
		frm.reload_doc();
		return new Promise(() => {}); // the step has been taken: Frappe's own would be a second one
	},
});

function teams_of(frm) {
	return frm.doc.to_locality ? { active: 1, locality: frm.doc.to_locality } : { active: 1 };
}

function workers_of(team) {
	return team ? { active: 1, team } : { active: 1 };
}

/** Adds a link to the child, for users who may see it. */
async function offer_record(frm) {
	if (!frm.doc.child) return;
	const name = frm.doc.name;
	const found = await frappe.db.get_list("Child", { filters: { name: frm.doc.child }, fields: ["full_name"] });
	if (frm.doc.name !== name || !found.length) return;
	frm.add_custom_button(found[0].full_name, () => frappe.set_route("Form", "Child", frm.doc.child));
	frm.add_custom_button(__("Handover page"), () => print_handover_page(frm.doc.child));
}

/** Opens the print that says what somebody who takes over the child needs to know. */
function print_handover_page(child) {
	const asked = new URLSearchParams({ doctype: "Child", name: child, format: "Handover Page", no_letterhead: 1 });
	window.open(`/printview?${asked}`);
}

/** Asks for what a step needs: a reason, or who takes the child if the offer left that open. */
function ask(frm, step) {
	const fields = step === "Accept" ? who_takes(frm) : [why(step)];
	if (!fields.length) return confirmed(frm);
	return new Promise((done) => frappe.prompt(fields, done, title_of(frm, step), __(step)));
}

function confirmed(frm) {
	return new Promise((done) =>
		frappe.confirm(__("Take on the child {0}? The child moves today.", [ppoc.words.escape(frm.doc.child_id)]), () => done({}))
	);
}

function title_of(frm, step) {
	return __("{0}: {1}", [__(step), frm.doc.title]);
}

function why(step) {
	const label = step === "Refuse" ? __("Why you are not taking the child on") : __("Why you are revoking the offer");
	return { fieldname: "reason", fieldtype: "Small Text", label, reqd: 1 };
}

function who_takes(frm) {
	const fields = [];
	if (!frm.doc.to_team) {
		const get_query = () => ({ filters: teams_of(frm) });
		fields.push({ fieldname: "to_team", fieldtype: "Link", options: "Team", label: __("Team"), reqd: 1, get_query });
	}
	if (!frm.doc.to_worker) {
		const get_query = () => ({ filters: workers_of(frm.doc.to_team) });
		const label = __("Social worker");
		fields.push({ fieldname: "to_worker", fieldtype: "Link", options: "Worker", label, get_query });
	}
	return fields;
}

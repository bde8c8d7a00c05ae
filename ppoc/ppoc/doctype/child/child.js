// The Child form: facts at a glance, and the steps that start from a child.

frappe.ui.form.on("Child", {
	setup(frm) {
		frm.set_query("team", () => ({ filters: { locality: frm.doc.locality, active: 1 } }));
		for (const field of ["social_worker", "supervising_social_worker", "reviewing_officer"]) {
			frm.set_query(field, () => ({ filters: { active: 1 } }));
		}
	},

	refresh(frm) {
		ppoc.care_codes.offer(frm, ["legal_status", "placement", "ethnicity"]);
		open_legal_status(frm);
		show_facts(frm);
		add_buttons(frm);
		ppoc.one_page.show_on(frm);
		ppoc.timescales.show_child(frm);
	},

	care_facts_by_hand: (frm) => open_legal_status(frm),
	legal_status: (frm) => ppoc.care_codes.check(frm, "legal_status"),

	locality(frm) {
		frm.set_value("team", null);
	},
});

/** A child without a legal status can be given one; what the return says stays, unless the facts are kept by hand. */
function open_legal_status(frm) {
	const open = frm.is_new() || frm.doc.care_facts_by_hand || !frm.doc.legal_status;
	frm.set_df_property("legal_status", "read_only", open ? 0 : 1);
}

async function show_facts(frm) {
	const child = frm.doc;
	const field = frm.get_field("facts_html");
	field.$wrapper.empty();
	if (frm.is_new()) return;
	const plan = child.current_plan && (await current_plan(child.current_plan));
	if (frm.doc.name !== child.name) return;
	ppoc.facts.show(frm, "facts_html", [
		[__("Age"), age_words(child)],
		[__("Legal status"), ppoc.words.escape(ppoc.care_codes.words("legal_status", child.legal_status))],
		[__("Time in care"), time_in_care(child)],
		[__("Potential"), ppoc.words.escape(__(child.potential))],
		[__("List"), plan ? ppoc.words.link("Permanence Plan", plan.name, __(plan.route)) : __("On no list")],
		[__("Predicted start"), plan && start_html(plan)],
		[__("Overdue"), overdue_html(child)],
		[__("Next due"), next_due_html(child)],
		[__("Permanence Panel"), child.for_panel || (plan && plan.for_panel) ? __("On the next panel's agenda") : ""],
	]);
}

async function current_plan(name) {
	const fields = ["name", "route", "status", "predicted_start", "times_moved", "actual_start", "for_panel"];
	const answer = await frappe.db.get_value("Permanence Plan", name, fields);
	return answer.message && answer.message.name ? answer.message : null;
}

function age_words(child) {
	if (child.unborn) return __("Not yet born");
	const age = ppoc.words.years_between(child.date_of_birth, frappe.datetime.get_today());
	return age === null ? "" : age === 1 ? __("1 year") : __("{0} years", [age]);
}

function time_in_care(child) {
	if (!child.care_started_on) return "";
	const until = child.care_ended_on || frappe.datetime.get_today();
	const span = ppoc.words.span(child.care_started_on, until);
	return child.care_ended_on ? __("{0}, ended {1}", [span, ppoc.words.date(until)]) : span;
}

function start_html(plan) {
	if (plan.actual_start) return __("Started {0}", [ppoc.words.date(plan.actual_start)]);
	if (!plan.predicted_start) return `<span class="ppoc-peach">${__("No predicted start")}</span>`;
	const moved = plan.times_moved ? ppoc.words.moved(plan.times_moved) : __("not moved");
	return `${ppoc.words.date(plan.predicted_start)} <span class="text-muted">(${moved})</span>`;
}

function overdue_html(child) {
	const count = child.overdue_count;
	if (!count) return "";
	return `<b>${count === 1 ? __("1 due date") : __("{0} due dates", [count])}</b>`;
}

function next_due_html(child) {
	if (!child.next_due_on) return "";
	return `${ppoc.words.date(child.next_due_on)} <span class="text-muted">${ppoc.words.escape(__(child.next_due))}</span>`;
}

function add_buttons(frm) {
	if (frm.is_new() || frm.doc.merged_into) return;
	if (frappe.model.can_write("Permanence Plan")) {
		frm.add_custom_button(__("Prioritise"), () => ask_route(frm), __("Plan"));
	}
	if (frm.perm[0].write && !frm.doc.for_panel) {
		frm.add_custom_button(__("Take to panel"), () => ask_panel(frm), __("Plan"));
	}
	if (frm.doc.looked_after && !frm.doc.current_plan && frappe.model.can_create("Delay Reason")) {
		frm.add_custom_button(__("Say why there is none"), () => frappe.new_doc("Delay Reason", { child: frm.doc.name }), __("Plan"));
	}
	if (frappe.model.can_create("Family Group Meeting")) {
		frm.add_custom_button(__("Family group meeting"), () => frappe.new_doc("Family Group Meeting", { child: frm.doc.name }), __("Plan"));
	}
	if (frappe.model.can_create("Action")) {
		frm.add_custom_button(__("New action"), () => new_action(frm));
	}
}

function ask_route(frm) {
	frappe.prompt(
		[
			{
				fieldname: "route",
				label: __("List"),
				fieldtype: "Link",
				options: "Route",
				reqd: 1,
				get_query: () => ({ filters: { active: 1 } }),
			},
			{
				fieldname: "predicted_start",
				label: __("Predicted assessment start"),
				fieldtype: "Date",
				description: __("Leave blank to set it at the next Mobilisation Meeting."),
			},
			{ fieldname: "progress", label: __("How the plan is going"), fieldtype: "Small Text" },
		],
		(values) => prioritise(frm, values),
		__("Prioritise {0}", [frm.doc.full_name]),
		__("Put on the list")
	);
}

async function prioritise(frm, values) {
	const plan = await frappe.xcall("ppoc.plans.api.prioritise", { child: frm.doc.name, ...values });
	frappe.show_alert({ message: __("{0} is on the list.", [ppoc.words.escape(frm.doc.full_name)]), indicator: "green" });
	frappe.set_route("Form", "Permanence Plan", plan);
}

function ask_panel(frm) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save the record first."));
		return;
	}
	frappe.prompt(
		{ fieldname: "reason", label: __("What to ask the panel"), fieldtype: "Small Text", reqd: 1 },
		(values) => take_to_panel(frm, values.reason),
		__("Take {0} to the next Permanence Panel", [frm.doc.full_name]),
		__("Take to panel")
	);
}

async function take_to_panel(frm, reason) {
	await frappe.xcall("ppoc.plans.api.take_to_panel", {
		child: frm.doc.name,
		reason,
		modified: frm.doc.modified,
	});
	frappe.show_alert({ message: __("On the agenda of the next panel."), indicator: "green" });
	frm.reload_doc();
}

function new_action(frm) {
	frappe.new_doc("Action", { child: frm.doc.name, plan: frm.doc.current_plan });
}

// The Action form: asks about the wording while it is typed; offers the child's own people first.

const WITHDRAWN = "No longer needed";

frappe.ui.form.on("Action", {
	setup(frm) {
		frm.set_query("plan", () => ({ filters: { child: frm.doc.child || "" } }));
		frm.set_query("action_owner", () => ({ filters: { active: 1 } }));
	},

	refresh(frm) {
		watch_wording(frm);
		offer_people(frm);
		add_buttons(frm);
		add_thumb_button(frm);
	},

	child(frm) {
		frm.set_value("plan", null);
		offer_people(frm);
	},

	action_owner: (frm) => frm.wording?.ask_soon(),
	due_on: (frm) => frm.wording?.ask_soon(),
});

function watch_wording(frm) {
	const closed = frm.doc.status && frm.doc.status !== "Open";
	const field = frm.get_field("what");
	frm.get_field("questions_html").$wrapper.empty();
	if (closed || !frm.perm[0].write) return;
	frm.wording = new ppoc.wording.Watch(frm.get_field("questions_html").$wrapper, () => ({
		what: field.$input ? field.$input.val() : frm.doc.what,
		action_owner: frm.doc.action_owner,
		due_on: frm.doc.due_on,
		set_on: frm.doc.set_on,
	}));
	field.$input?.off("input.ppoc").on("input.ppoc", () => frm.wording.ask_soon());
	if (frm.is_new()) frm.wording.ask_soon();
}

/** The reason is kept with the action, so it is asked for before the action is closed. */
async function withdraw(frm) {
	if (frm.is_dirty()) await frm.save();
	const { name: action, modified } = frm.doc;
	frappe.prompt(
		{ fieldname: "note", fieldtype: "Small Text", label: __("Why is it no longer needed?"), reqd: 1 },
		async ({ note }) => {
			await frappe.xcall("ppoc.meetings.actions.api.review_action", { action, outcome: WITHDRAWN, note, modified });
			frm.reload_doc();
		},
		__("Withdraw the action"),
		__("Withdraw")
	);
}

async function offer_people(frm) {
	const child = frm.doc.child;
	const names = await ppoc.people.of_child(child);
	const people = await ppoc.people.described(names);
	if (frm.doc.child === child) ppoc.people.offer(frm.get_field("action_owner"), people);
}

function may_finish(frm) {
	return !frm.is_new() && frm.doc.status === "Open" && frm.perm[0].write && ppoc.workflow.may_step("Action", "Open", "Done");
}

async function finish(frm) {
	if (frm.is_dirty()) await frm.save();
	const { name, what, modified } = frm.doc;
	ppoc.actions.finish({ name, what, modified }, () => frm.reload_doc());
}

/** On a phone, where the buttons of the head are in a menu: one button within reach of the thumb. */
function add_thumb_button(frm) {
	frm.$wrapper.find(".ppoc-thumb").remove();
	if (!may_finish(frm)) return;
	const button = $(`<button type="button" class="btn btn-primary">${__("Done")}</button>`).on("click", () => finish(frm));
	$('<div class="ppoc-thumb"></div>').append(button).appendTo(frm.$wrapper.find(".layout-main-section"));
}

function add_buttons(frm) {
	if (frm.is_new() || frm.doc.status !== "Open") return;
	if (may_finish(frm)) frm.add_custom_button(__("Done"), () => finish(frm));
	if (frm.perm[0].write && ppoc.workflow.may_step("Action", "Open", WITHDRAWN)) {
		frm.add_custom_button(__("Withdraw…"), () => withdraw(frm));
	}
	if (frappe.model.can_create("Escalation")) {
		frm.add_custom_button(__("Escalate a blocker"), () =>
			frappe.new_doc("Escalation", { child: frm.doc.child, plan: frm.doc.plan, action: frm.doc.name })
		);
	}
}

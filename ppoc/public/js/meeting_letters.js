// The emails of a Meeting: every step that sends one first shows to whom and how it looks; sending one again; adding a child
// to the agenda.

const LETTERS = [
	{
		kind: "agenda",
		method: "ppoc.meetings.emails.api.circulate",
		sent: "circulated_on",
		statuses: ["Circulated"],
		label: () => __("Circulate the agenda again"),
	},
	{
		kind: "targeted_work",
		method: "ppoc.meetings.emails.api.send_targeted_work",
		sent: "targeted_work_sent_on",
		statuses: ppoc.meeting_statuses.HELD,
		label: () => __("Send the Targeted Work email again"),
	},
	{
		kind: "notes",
		method: "ppoc.meetings.emails.api.distribute_notes",
		sent: "notes_issued_on",
		statuses: ["Notes issued"],
		label: () => __("Send the notes again"),
	},
];

// The email that a meeting sends when it takes each status.
const SENT_ON = { Planned: "invitation", Circulated: "agenda", "Notes issued": "notes", Cancelled: "cancellation" };

frappe.ui.form.on("Meeting", {
	before_workflow_action: (frm) => ask_first(frm),

	after_workflow_action: (frm) => frm.step_taken?.(),

	refresh(frm) {
		if (frm.is_new() || !frm.perm[0].write) return;
		for (const letter of LETTERS.filter((one) => frm.doc[one.sent] && one.statuses.includes(frm.doc.status))) {
			frm.add_custom_button(letter.label(), () => send_again(frm, letter), __("Emails"));
		}
		if (["Proposed", "Planned", "Circulated"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Add a child"), () => add_child(frm));
		}
	},
});

/** Frappe takes the step when the promise resolves. One that was not confirmed never does, so nothing happens. */
async function ask_first(frm) {
	frm.step_taken = null;
	const steps = await frappe.workflow.get_transitions(frm.doc);
	const next = steps.find((step) => step.action === frm.selected_workflow_action)?.next_state;
	if (next !== "Held" && !SENT_ON[next]) return;
	frappe.dom.unfreeze();
	if (next === "Held") {
		ppoc.closing.preview(frm);
		return new Promise(() => null);
	}
	if (frm.is_dirty()) await frm.save();
	const note = next === "Circulated" ? await fill_first(frm) : "";
	await new Promise((resolve) => ask_about(frm, SENT_ON[next], note, resolve));
}

/** The receipt waits for the step that Frappe takes after this. */
function ask_about(frm, kind, note, resolve) {
	const taken = new Promise((done) => (frm.step_taken = done));
	const send = () => {
		resolve();
		return taken;
	};
	ppoc.sending.ask({ meeting: frm.doc.name, kind, note, send });
}

/** Circulating fills the agenda, so it is filled before it is shown. */
async function fill_first(frm) {
	const counts = await frappe.xcall("ppoc.meetings.agenda.api.fill_agenda", { meeting: frm.doc.name });
	if (!counts.added && !counts.removed) return "";
	await frm.reload_doc();
	return __("The agenda was brought up to date first: {0} added, {1} removed.", [counts.added, counts.removed]);
}

function send_again(frm, { kind, sent, method }) {
	const meeting = frm.doc.name;
	ppoc.sending.ask({
		meeting,
		kind,
		note: __("This was sent on {0}. Everybody gets it once more.", [frappe.datetime.str_to_user(frm.doc[sent])]),
		send: () => frappe.xcall(method, { meeting, again: 1 }),
		done: () => frm.reload_doc(),
	});
}

function add_child(frm) {
	const items = frm.doc.agenda.filter((item) => item.purpose !== "Talk");
	frappe.prompt(
		[
			{ fieldname: "child", fieldtype: "Link", options: "Child", label: __("Child"), reqd: 1 },
			{
				fieldname: "item_key",
				fieldtype: "Select",
				label: __("Agenda item"),
				options: items.map((item) => ({ value: item.item_key, label: item.title })),
				reqd: 1,
			},
		],
		async ({ child, item_key }) => {
			await frappe.xcall("ppoc.meetings.agenda.api.add_child", { meeting: frm.doc.name, child, item_key });
			frm.reload_doc();
		},
		__("Add a child to the agenda")
	);
}

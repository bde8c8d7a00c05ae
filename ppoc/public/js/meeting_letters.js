// The emails of a Meeting: when each was sent, and sending one again, which the user has to confirm; adding a
// child to the agenda.

const LETTERS = [
	{
		method: "ppoc.meetings.emails.api.circulate",
		sent: "circulated_on",
		statuses: ["Circulated"],
		label: () => __("Circulate the agenda again"),
	},
	{
		method: "ppoc.meetings.emails.api.send_targeted_work",
		sent: "targeted_work_sent_on",
		statuses: ppoc.meeting_statuses.HELD,
		label: () => __("Send the Targeted Work email again"),
	},
	{
		method: "ppoc.meetings.emails.api.distribute_notes",
		sent: "notes_issued_on",
		statuses: ["Notes issued"],
		label: () => __("Send the notes again"),
	},
];

frappe.ui.form.on("Meeting", {
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

function send_again(frm, letter) {
	const when = frappe.datetime.str_to_user(frm.doc[letter.sent]);
	frappe.confirm(__("This was sent on {0}. Send it again to everybody?", [when]), async () => {
		await frappe.xcall(letter.method, { meeting: frm.doc.name, again: 1 });
		frappe.show_alert({ message: __("It is being sent."), indicator: "green" });
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

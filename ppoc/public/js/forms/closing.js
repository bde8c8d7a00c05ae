// Shows what closing a meeting will do, before it is done.

frappe.provide("ppoc.closing");

ppoc.closing.preview = async (frm) => {
	if (frm.is_dirty()) await frm.save();
	const plan = await ppoc.ask("ppoc.meetings.api.preview_closing", { meeting: frm.doc.name });
	const dialog = new frappe.ui.Dialog({
		title: __("What closing this meeting will do"),
		size: "large",
		fields: [
			{ fieldname: "words", fieldtype: "HTML" },
			{
				fieldname: "acknowledged",
				fieldtype: "Check",
				label: __("Close although these actions were not reviewed"),
				hidden: plan.unreviewed.length ? 0 : 1,
			},
		],
		primary_action_label: __("Close meeting"),
		primary_action: (values) => close(frm, plan, dialog, values.acknowledged),
	});
	dialog.get_field("words").$wrapper.html(plan_html(plan));
	if (!plan.can_close || plan.blockers.length) dialog.get_primary_btn().prop("disabled", true);
	dialog.show();
};

async function close(frm, plan, dialog, acknowledged) {
	const meeting = frm.doc.name;
	const closed = await frappe.xcall("ppoc.meetings.api.close_meeting", {
		meeting,
		modified: plan.modified,
		acknowledge_unreviewed: acknowledged ? 1 : 0,
	});
	dialog.hide();
	frappe.show_alert({ message: __("The meeting is closed."), indicator: "green" });
	frm.reload_doc();
	if (plan.emails_to.length) ppoc.sending.receipt({ meeting, kind: "targeted_work", since: closed.closed_on });
}

function plan_html(plan) {
	return [
		section(__("Before you can close"), plan.blockers, ""),
		section(__("Actions not reviewed"), plan.warnings, ""),
		section(__("Closing will"), plan.effects, __("Closing changes only the meeting's own status.")),
		section(
			__("Emails go to"),
			plan.emails_to.map((person) => ({ words: person.worker_name })),
			__("No email is sent.")
		),
		section(
			__("Does not get the email"),
			plan.no_email_to.map((person) => ({ words: `${person.worker_name} ${person.why}` })),
			""
		),
	].join("");
}

function section(title, rows, otherwise) {
	if (!rows.length && !otherwise) return "";
	const body = rows.length
		? `<ul>${rows.map((row) => `<li>${ppoc.words.escape(row.words)}</li>`).join("")}</ul>`
		: `<p>${otherwise}</p>`;
	return `<h4>${title}</h4>${body}`;
}

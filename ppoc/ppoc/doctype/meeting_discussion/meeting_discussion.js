// The Meeting Discussion form: shows the questions as the template asked them, and lets the child's social
// worker write the update before the meeting.

const KINDS = { "Long text": "Small Text", Date: "Date", Choice: "Select", "Yes or no": "Select" };

frappe.ui.form.on("Meeting Discussion", {
	refresh(frm) {
		const grid = frm.get_field("answers").grid;
		Object.assign(grid, { cannot_add_rows: true });
		Object.assign(grid.df, { cannot_delete_rows: 1, cannot_add_rows: 1 });
		grid.refresh();
		if (!frm.is_new() && (frm.doc.answers || []).length) offer_update(frm);
		if (frm.doc.plan_decision && frm.doc.state === "Done") ppoc.child_letters.offer(frm, "discussion");
	},
});

async function offer_update(frm) {
	const { message } = await frappe.call({
		method: "ppoc.meetings.records.api.update_before",
		args: { discussion: frm.doc.name },
		type: "GET",
	});
	if (message.can_write) frm.add_custom_button(__("Update before the meeting"), () => write_update(frm, message.answers));
}

function write_update(frm, answers) {
	let section = null;
	const fields = answers.flatMap((row) => {
		const heading = row.section === section ? [] : [{ fieldtype: "Section Break", label: row.section }];
		section = row.section;
		return [...heading, answer_field(row)];
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Update before the meeting"),
		size: "large",
		fields,
		primary_action_label: __("Save"),
		primary_action: (typed) => save_update(frm, dialog, answers, typed),
	});
	dialog.show();
}

function answer_field(row) {
	return {
		fieldname: row.name,
		fieldtype: KINDS[row.answer_type] || "Data",
		label: frappe.utils.escape_html(row.question),
		options: ["", ...row.options].join("\n"),
		default: row.answer,
		description: frappe.utils.escape_html(row.help || ""),
	};
}

async function save_update(frm, dialog, answers, typed) {
	const changed = answers.filter((row) => (typed[row.name] || "") !== row.answer);
	const of = (take) => Object.fromEntries(changed.map((row) => [row.name, take(row)]));
	const { message } = await frappe.call({
		method: "ppoc.meetings.records.api.save_update",
		args: { discussion: frm.doc.name, values: of((row) => typed[row.name] || ""), bases: of((row) => row.answer) },
		freeze: true,
	});
	if (message.clashes) return show_clashes(answers, message.clashes);
	dialog.hide();
	frappe.show_alert({ message: __("Saved for the meeting."), indicator: "green" });
	frm.reload_doc();
}

/** Shows both texts after nothing was saved; saving again replaces the other text with this user's. */
function show_clashes(answers, clashes) {
	const escape = frappe.utils.escape_html;
	for (const row of answers) if (clashes[row.name]) row.answer = clashes[row.name].theirs;
	const lines = Object.values(clashes).map(
		({ question, theirs }) => `<p><b>${escape(question)}</b><br>${escape(theirs) || __("(emptied)")}</p>`
	);
	frappe.msgprint({
		title: __("Somebody else has written here too"),
		message: `${__("Nothing has been saved yet. This is what is there now. Copy across what is missing and save again.")}${lines.join("")}`,
		indicator: "orange",
	});
}

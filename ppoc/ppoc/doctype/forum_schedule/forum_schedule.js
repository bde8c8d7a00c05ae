// The Forum Schedule form: proposes the next sittings from its rhythm, and creates them on request.

frappe.ui.form.on("Forum Schedule", {
	setup(frm) {
		frm.set_query("team", () => ({ filters: { locality: frm.doc.locality, active: 1 } }));
		frm.set_query("forum", () => ({ filters: { active: 1 } }));
		frm.set_query("chair", () => ({ filters: { active: 1 } }));
	},

	/** A new schedule begins at the hour of its forum, if that has one. */
	async forum(frm) {
		if (!frm.doc.forum || !frm.is_new()) return;
		const { message } = await frappe.db.get_value("Forum", frm.doc.forum, "start_time");
		if (message?.start_time) frm.set_value("start_time", message.start_time);
	},

	refresh(frm) {
		if (!frm.is_new() && frm.doc.active) say_what_is_missing(frm);
		if (frm.is_new() || !frm.doc.active || !frappe.model.can_create("Meeting")) return;
		frm.add_custom_button(__("Propose next meetings"), () => ask_weeks(frm)).addClass("btn-primary");
		if (!frappe.model.can_create("Fortnightly Return")) return;
		frm.add_custom_button(__("Fortnightly form"), () => open_form(frm));
	},
});

async function say_what_is_missing(frm) {
	const host = await ppoc.ask("ppoc.meetings.agenda.api.waits_for", { schedule: frm.doc.name });
	if (!host) return;
	const words = __("{0} is held directly before {1}, which has no active schedule here. No meetings can be proposed until it has one.", [
		__(frm.doc.forum),
		__(host),
	]);
	frm.set_intro(words, "orange");
}

async function open_form(frm) {
	const form = await frappe.xcall("ppoc.reporting.fortnightly.api.open_form", { forum_schedule: frm.doc.name });
	frappe.set_route("Form", "Fortnightly Return", form);
}

function ask_weeks(frm) {
	frappe.prompt(
		{
			fieldname: "weeks",
			label: __("How many weeks ahead"),
			fieldtype: "Int",
			default: 8,
			reqd: 1,
		},
		(values) => propose(frm, values.weeks),
		__("Propose next meetings"),
		__("Show")
	);
}

async function propose(frm, weeks) {
	const args = { schedule: frm.doc.name, weeks };
	const rows = await ppoc.ask("ppoc.meetings.agenda.api.propose", args);
	const dialog = new frappe.ui.Dialog({
		title: __("Next meetings by the rhythm"),
		fields: [{ fieldname: "rows", fieldtype: "HTML" }],
		primary_action_label: __("Create these meetings"),
		primary_action: () => create(dialog, args),
	});
	dialog.get_field("rows").$wrapper.html(proposals_html(rows));
	dialog.get_primary_btn().prop("disabled", !rows.length);
	dialog.show();
}

async function create(dialog, args) {
	const names = await frappe.xcall("ppoc.meetings.agenda.api.create_proposed", args);
	dialog.hide();
	frappe.show_alert({ message: __("{0} meetings were proposed.", [names.length]), indicator: "green" });
	frappe.set_route("List", "Meeting", { schedule: args.schedule, status: "Proposed" });
}

function proposals_html(rows) {
	if (!rows.length) return `<p>${__("All the meetings for this period are there already.")}</p>`;
	const heads = [__("Forum"), __("Date"), __("Start"), __("Note")];
	const body = rows.map((row) => {
		const cells = [row.forum, ppoc.words.date(row.meeting_date), String(row.start_time).slice(0, 5), row.note || ""];
		return `<tr>${cells.map((cell) => `<td>${ppoc.words.escape(cell)}</td>`).join("")}</tr>`;
	});
	return `<table class="table table-bordered ppoc-table">
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table>`;
}

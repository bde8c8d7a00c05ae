// The Meeting form: the children on its agenda, the steps from proposal to notes, and its papers.

const OPEN_STATUSES = ["Proposed", "Planned", "Circulated"];
const CLOSABLE_STATUSES = ["Planned", "Circulated"];

frappe.ui.form.on("Meeting", {
	setup(frm) {
		frm.set_query("team", () => ({ filters: { locality: frm.doc.locality, active: 1 } }));
		frm.set_query("forum", () => ({ filters: { active: 1 } }));
		frm.set_query("chair", () => ({ filters: { active: 1 } }));
		frm.set_query("note_taker", () => ({ filters: { active: 1 } }));
	},

	refresh(frm) {
		show_discussions(frm);
		add_step_buttons(frm);
		add_paper_buttons(frm);
		add_authorise_button(frm);
	},
});

/** Shows by when the chair must authorise the sitting's decisions, and the step to users who may take it. */
async function add_authorise_button(frm) {
	frm.dashboard.clear_headline();
	if (!frm.doc.authorise_by || frm.doc.authorised_on) return;
	const late = frm.doc.authorise_by < frappe.datetime.now_datetime();
	const when = frappe.datetime.str_to_user(frm.doc.authorise_by);
	const words = late ? __("Not authorised yet: this was due by {0}.", [when]) : __("To be authorised by {0}.", [when]);
	frm.dashboard.set_headline(`<span class="${late ? "ppoc-peach" : ""}">${words}</span>`);
	const meeting = frm.doc.name;
	const may = await ppoc.ask("ppoc.meetings.authorising_api.may_authorise", { meeting });
	if (may && frm.doc.name === meeting) frm.add_custom_button(__("Authorise decisions"), () => authorise(frm));
}

function authorise(frm) {
	frappe.confirm(__("Authorise what this meeting decided and recommended about each child?"), async () => {
		const { name: meeting, modified } = frm.doc;
		const done = await frappe.xcall("ppoc.meetings.authorising_api.authorise_meeting", { meeting, modified });
		const words = __("Authorised: {0} requests, {1} children.", [done.requests, done.children]);
		frappe.show_alert({ message: words, indicator: "green" });
		frm.reload_doc();
	});
}

async function show_discussions(frm) {
	const $place = frm.get_field("discussions_html").$wrapper;
	if (frm.is_new()) {
		$place.html(`<p class="text-muted">${__("Save the meeting, and its agenda is filled in automatically.")}</p>`);
		return;
	}
	const meeting = frm.doc.name;
	const data = await ppoc.ask("ppoc.meetings.api.meeting_screen_data", { meeting });
	if (frm.doc.name === meeting) $place.html(ppoc.discussions.html(data));
}

function add_step_buttons(frm) {
	if (frm.is_new()) return;
	frm.add_custom_button(__("Open meeting screen"), () => frappe.set_route("meeting-screen", frm.doc.name));
	if (!frm.perm[0].write || !OPEN_STATUSES.includes(frm.doc.status)) return;
	frm.add_custom_button(__("Fill agenda"), () => fill_agenda(frm));
	if (CLOSABLE_STATUSES.includes(frm.doc.status)) {
		frm.add_custom_button(__("Preview closing"), () => ppoc.closing.preview(frm));
	}
}

async function fill_agenda(frm) {
	if (frm.is_dirty()) await frm.save();
	const counts = await frappe.xcall("ppoc.meetings.agenda.api.fill_agenda", { meeting: frm.doc.name });
	const words = __("Added {0}, kept {1}, removed {2}.", [counts.added, counts.kept, counts.removed]);
	const over = counts.minutes_over > 0 ? " " + __("The agenda is {0} minutes too long.", [counts.minutes_over]) : "";
	frappe.show_alert({ message: words + over, indicator: over ? "orange" : "green" });
	frm.reload_doc();
}

async function add_paper_buttons(frm) {
	if (frm.is_new() || !frappe.model.can_print("Meeting")) return;
	const answer = await frappe.db.get_value("Forum", frm.doc.forum, ["agenda_print_format", "notes_print_format"]);
	const formats = answer.message || {};
	print_own_paper_first(frm, formats);
	const papers = [
		[__("Agenda"), formats.agenda_print_format],
		[__("Notes"), formats.notes_print_format],
	];
	for (const [label, format] of papers.filter(([, name]) => name)) {
		frm.add_custom_button(__("{0} (PDF)", [label]), () => open_paper(frm, format, true), __("Papers"));
		frm.add_custom_button(__("{0} (on screen)", [label]), () => open_paper(frm, format, false), __("Papers"));
	}
}

/** Print opens the forum's own agenda, or its notes once the meeting was held, unless an administrator chose another. */
function print_own_paper_first(frm, formats) {
	const { meta } = frm;
	meta.ppoc_chosen_format ??= meta.default_print_format;
	if (meta.ppoc_chosen_format !== "Meeting Notes") return;
	const before = OPEN_STATUSES.includes(frm.doc.status);
	meta.default_print_format = (before ? formats.agenda_print_format : formats.notes_print_format) || "Meeting Notes";
}

function open_paper(frm, format, as_pdf) {
	const path = as_pdf ? "/api/method/frappe.utils.print_format.download_pdf" : "/printview";
	const query = new URLSearchParams({
		doctype: "Meeting",
		name: frm.doc.name,
		format,
		no_letterhead: 0,
		_lang: frappe.boot.lang,
	});
	window.open(`${path}?${query}`, "_blank", "noopener");
}

// The form of a request: shows who decides it and what is missing while it is written.

const LOOKED_AT = [
	"child", "request_type", "cost", "no_cost", "policy_answer", "emergency", "placement_option", "why_not_further_up",
	"exit_plan",
];
const ROWS = {
	documents: ["document", "required"],
	readiness: ["readiness_check", "state", "from_record"],
};
const TOLD_IN_WORDS = ["who_decides", "missing_documents", "gaps"];
const WAIT_MS = 300;
const OPEN = ["Requested", "Listed"];
const DECIDED = ["Decided", "Authorised"];

const request_events = {
	setup(frm) {
		frm.ppoc_ask_route = frappe.utils.debounce(() => ask_route(frm, true), WAIT_MS);
		frm.set_query("request_type", () => ({ filters: { active: 1 } }));
		frm.set_query("meeting", () => ({
			filters: {
				status: ["not in", ["Cancelled", "Notes issued"]],
				...(frm.doc.route_forum ? { forum: frm.doc.route_forum } : {}),
			},
		}));
		frm.set_query("placement_option", () => ({ filters: { active: 1 } }));
		frm.set_query("request_type", "carried_on", () => ({
			filters: { name: ["in", (frm.ppoc_route && frm.ppoc_route.agrees_also) || [""]] },
		}));
	},

	refresh(frm) {
		frm.toggle_display("carried_on", Boolean((frm.doc.carried_on || []).length));
		frm.get_field("readiness").grid.cannot_add_rows = true;
		for (const field of TOLD_IN_WORDS) frm.toggle_display(field, false);
		ask_route(frm, false);
		show_authorisation(frm);
		if (DECIDED.includes(frm.doc.status)) ppoc.child_letters.offer(frm, "panel_decision");
	},
};

for (const field of LOOKED_AT) request_events[field] = (frm) => frm.ppoc_ask_route();
frappe.ui.form.on("Panel Decision", request_events);
frappe.ui.form.on("Decision Document", {
	received_on: (frm) => frm.ppoc_ask_route(),
	attachment: (frm) => frm.ppoc_ask_route(),
	documents_remove: (frm) => frm.ppoc_ask_route(),
});
frappe.ui.form.on("Readiness Answer", {
	answer: (frm) => frm.ppoc_ask_route(),
	remark: (frm) => frm.ppoc_ask_route(),
});

/** Shows the delegation list's answer for the request as typed; with `typed`, adds missing document rows. */
async function ask_route(frm, typed) {
	const asks = OPEN.includes(frm.doc.status) && frm.doc.request_type && frappe.model.can_create(frm.doctype);
	const $place = frm.get_field("route_html").$wrapper;
	if (!asks) {
		$place.html(`<p><strong>${ppoc.words.escape(frm.doc.who_decides || "")}</strong></p>`);
		return;
	}
	const asked = (frm.ppoc_route_asked = JSON.stringify(frm.doc));
	const route = await frappe.xcall("ppoc.decisions.api.route", { doc: frm.doc });
	if (asked !== frm.ppoc_route_asked) return;
	frm.ppoc_route = route;
	$place.html(`<div role="status" aria-live="polite">${route.html}</div>`);
	frm.toggle_display("carried_on", Boolean(route.agrees_also.length || (frm.doc.carried_on || []).length));
	frm.get_field("readiness_html").$wrapper.html(`<div role="status" aria-live="polite">${route.gaps_html}</div>`);
	if (typed) for (const table of Object.keys(ROWS)) lay_out(frm, table, route[table]);
}

/** Updates the rows that the lists require. If they are the same rows, only redraws what changed, so that
 * the user keeps their place. */
function lay_out(frm, table, wanted) {
	const [key, ...others] = ROWS[table];
	const rows = frm.doc[table] || [];
	if (rows.map((row) => row[key]).join("|") !== wanted.map((row) => row[key]).join("|")) {
		frm.clear_table(table);
		for (const row of wanted) frm.add_child(table, row);
		frm.refresh_field(table);
		return;
	}
	rows.forEach((row, number) => {
		for (const field of others) {
			if ((row[field] || "") === (wanted[number][field] || "")) continue;
			row[field] = wanted[number][field];
			const drawn = frm.get_field(table).grid.grid_rows_by_docname[row.name];
			if (drawn) drawn.refresh_field(field);
		}
	});
}

/** Warns in words when the chair has not authorised a decision in time. */
function show_authorisation(frm) {
	const late =
		frm.doc.status === "Decided" &&
		frm.doc.authorise_by &&
		frm.doc.authorise_by < frappe.datetime.now_datetime();
	frm.dashboard.clear_headline();
	if (!late) return;
	const when = frappe.datetime.str_to_user(frm.doc.authorise_by);
	frm.dashboard.set_headline(
		`<span class="ppoc-peach">${__("Not authorised yet: this was due by {0}.", [when])}</span>`
	);
}

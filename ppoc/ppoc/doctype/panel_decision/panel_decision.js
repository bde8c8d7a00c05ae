// The request's form: who decides it and what is missing, said while it is written.

const LOOKED_AT = ["child", "request_type", "cost", "no_cost", "policy_answer", "emergency", "placement_option"];
const WAIT_MS = 300;
const OPEN = ["Requested", "Listed"];

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
		frm.set_query("request_type", "carried_on", () => ({
			filters: { name: ["in", (frm.ppoc_route && frm.ppoc_route.agrees_also) || [""]] },
		}));
	},

	refresh(frm) {
		frm.toggle_display("carried_on", Boolean((frm.doc.carried_on || []).length));
		ask_route(frm, false);
		show_authorisation(frm);
	},
};

for (const field of LOOKED_AT) request_events[field] = (frm) => frm.ppoc_ask_route();
frappe.ui.form.on("Panel Decision", request_events);
frappe.ui.form.on("Decision Document", {
	received_on: (frm) => frm.ppoc_ask_route(),
	attachment: (frm) => frm.ppoc_ask_route(),
	documents_remove: (frm) => frm.ppoc_ask_route(),
});

/** What the delegation list says of the request as it is typed; with `typed`, missing rows of documents appear. */
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
	if (typed) show_documents(frm, route.documents);
}

function show_documents(frm, documents) {
	const names = (rows) => (rows || []).map((row) => `${row.document}${row.required}`).join();
	if (names(frm.doc.documents) === names(documents)) return;
	frm.clear_table("documents");
	for (const row of documents) frm.add_child("documents", row);
	frm.refresh_field("documents");
}

/** A decision that the chair has not authorised in time stands out, in words. */
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

// Red, amber and green, always with the word too; the dialog that overrides a plan's rating.

frappe.provide("ppoc.plans.rag");

const COLOURS = { Red: "red", Amber: "orange", Green: "green" };
const OPEN = ["Proposed", "Prioritised", "Assessment started", "Assessment finished"];

ppoc.plans.rag.pill = (rating, reason) => {
	if (!COLOURS[rating]) return "";
	const why = reason ? ` title="${ppoc.words.escape(reason)}"` : "";
	return `<span class="indicator-pill ${COLOURS[rating]}"${why}>${ppoc.words.escape(__(rating))}</span>`;
};

/** Reasons come one per line. */
ppoc.plans.rag.lines = (reason) => String(reason || "").split("\n").filter(Boolean);

/** Adds buttons to the plan's form for users who may change it. */
ppoc.plans.rag.add_buttons = (frm) => {
	if (frm.is_new() || !frm.perm[0].write || !OPEN.includes(frm.doc.status)) return;
	frm.add_custom_button(__("Set by hand"), () => set_by_hand(frm), __("RAG"));
	if (frm.doc.rag_by_hand_until) frm.add_custom_button(__("Use the rules again"), () => back_to_rules(frm), __("RAG"));
};

function set_by_hand(frm) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save the plan first."));
	const dialog = new frappe.ui.Dialog({
		title: __("Set RAG by hand"),
		fields: [
			{ fieldname: "rating", fieldtype: "Select", label: __("RAG"), options: Object.keys(COLOURS), reqd: 1, default: frm.doc.rag },
			{ fieldname: "until", fieldtype: "Date", label: __("Until"), reqd: 1, description: __("The last day on which it applies. After that the rules apply again.") },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, description: __("Shown with the rating.") },
		],
		primary_action_label: __("Set"),
		primary_action: async (values) => {
			await change(frm, "set_by_hand", values);
			dialog.hide();
		},
	});
	dialog.show();
}

function back_to_rules(frm) {
	frappe.confirm(__("Let the rules rate this plan again?"), () => change(frm, "back_to_rules", {}));
}

async function change(frm, call, values) {
	await frappe.xcall(`ppoc.plans.rag.api.${call}`, { plan: frm.doc.name, modified: frm.doc.modified, ...values });
	await frm.reload_doc();
}

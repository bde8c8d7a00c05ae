// Frappe loads an open record again, a second later, when somebody saves it. What is typed in that second, or is still being
// typed in a field, would be lost without a word: Frappe counts it as a change only when the field is left.

const saved = {}; // when a record was last saved, as the server announced it
let typed_in = null;

const key = (doctype, name) => `${doctype} ${name}`;

$(document).on("input", ({ target }) => {
	typed_in = target;
});

$(document).on("change", ({ target }) => {
	if (target === typed_in) typed_in = null;
});

$(document).one("form-load", () => {
	frappe.realtime.on("doc_update", ({ doctype, name, modified }) => {
		saved[key(doctype, name)] = modified;
	});
});

$(document).on("form-load", (event, frm) => {
	if (frm.ppoc_reloads_with_care) return;
	frm.ppoc_reloads_with_care = true;
	frm.debounced_reload_doc = frappe.utils.debounce(() => load_again(frm), 1000);
});

/** Loads the record again unless it is already shown as it was saved; warns instead if something is typed. */
function load_again(frm) {
	if (!frm.doc) return;
	// a form that somebody comes back to after a while is drawn only when it has been loaded again
	const just_loaded = new Date() - frm.doc.__last_sync_on < frm.refresh_if_stale_for * 1000;
	if (just_loaded && saved[key(frm.doctype, frm.docname)] === frm.doc.modified) return;
	const typing = typed_in?.isConnected && frm.$wrapper[0].contains(typed_in) && typed_in === document.activeElement;
	if (typing) frm.dirty();
	if (!frm.is_dirty()) {
		frm.reload_doc();
		return;
	}
	frm.doc.__needs_refresh = true;
	frm.show_conflict_message();
}

// Records hold the codes of the statutory return; people read and choose words.

frappe.provide("ppoc.care_codes");

/** Returns the words of a code; a text that is no code stays as it is. */
ppoc.care_codes.words = (field, value) => (known(field)[value] ?? value) || "";

/** Offers the words of the codes in the fields of a form. What somebody else typed may stay. */
ppoc.care_codes.offer = (frm, fields) => {
	for (const field of fields) {
		const choices = Object.entries(known(field)).map(([value, label]) => ({ value, label }));
		frm.set_df_property(field, "ignore_validation", 1);
		frm.set_df_property(field, "options", choices);
	}
};

/** Shows words in lists, and in forms where a field cannot be changed. */
ppoc.care_codes.show = (doctype, fields) => {
	for (const field of fields) {
		const df = frappe.meta.get_docfield(doctype, field);
		if (df) df.formatter = (value) => ppoc.words.escape(ppoc.care_codes.words(field, value));
	}
};

function known(field) {
	return (frappe.boot.ppoc_codes || {})[field] || {};
}

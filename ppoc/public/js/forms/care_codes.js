// Records hold the codes of the statutory return; people read and choose words.

frappe.provide("ppoc.care_codes");

/** Returns the words of a code; a text that is no code stays as it is. */
ppoc.care_codes.words = (field, value) => (known(field)[value] ?? value) || "";

/** Offers the words of the codes in the fields of a form. What somebody else typed may stay. */
ppoc.care_codes.offer = (frm, fields) => {
	ppoc.care_codes.show(frm, fields);
	for (const field of fields) {
		const choices = Object.entries(known(field)).map(([value, label]) => ({ value, label }));
		frm.set_df_property(field, "ignore_validation", 1);
		frm.set_df_property(field, "options", choices);
		const control = frm.get_field(field);
		control.set_data(choices); // an input that is drawn later takes them from the options
		control.refresh();
	}
};

/** Says below a field that what was typed is not on its list; the server refuses it. */
ppoc.care_codes.check = (frm, field) => {
	const value = frm.doc[field];
	const fits = !value || value in known(field);
	const words = fits ? __("Choose from the list.") : __("“{0}” is not on the list. Choose one that is.", [ppoc.words.escape(value)]);
	frm.set_df_property(field, "description", fits ? words : `<span class="ppoc-peach" role="alert">${words}</span>`);
};

/** Shows words in fields of a form that cannot be changed. */
ppoc.care_codes.show = (frm, fields) => {
	for (const field of fields) frm.set_df_property(field, "formatter", in_words(field));
};

/** Returns the formatters of a list that shows words. */
ppoc.care_codes.formatters = (fields) =>
	Object.fromEntries(fields.map((field) => [field, (value) => ppoc.words.cell(ppoc.care_codes.words(field, value))]));

function in_words(field) {
	return (value) => ppoc.words.escape(ppoc.care_codes.words(field, value));
}

function known(field) {
	return (frappe.boot.ppoc_codes || {})[field] || {};
}

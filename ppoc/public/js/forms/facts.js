// Shows key facts at the top of a form: a description list, for sighted users and screen readers alike.

frappe.provide("ppoc.facts");

/**
 * Draws the facts into an HTML field of the form.
 * @param {object} frm the form
 * @param {string} fieldname an HTML field
 * @param {Array<[string, string]>} facts label and HTML of each; one without HTML is left out
 */
ppoc.facts.show = (frm, fieldname, facts) => {
	const shown = facts.filter(([, html]) => html);
	const rows = shown.map(([label, html]) => `<div><dt>${label}</dt><dd>${html}</dd></div>`);
	frm.get_field(fieldname).$wrapper.html(`<dl class="ppoc-facts">${rows.join("")}</dl>`);
};

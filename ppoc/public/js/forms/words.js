// Small helpers for the app's forms and lists: escaped text, dates in words, links.

frappe.provide("ppoc.words");

ppoc.words.escape = (text) => frappe.utils.escape_html(String(text ?? ""));

/** Returns whether a DocType, report or card comes with this app. */
ppoc.is_ours = (described) => described?.module === "PPOC";

ppoc.words.date = (value) => (value ? frappe.datetime.str_to_user(value) : "");

/**
 * Returns a text as a cell of a list. Version 16 takes what a list's formatter returns for an element, and shows no row
 * of the list if it is a bare text such as a date.
 */
ppoc.words.cell = (text) => (text ? `<span>${ppoc.words.escape(text)}</span>` : "");

/** Returns a link to a record that works with the keyboard and in a new tab. */
ppoc.words.link = (doctype, name, label) =>
	`<a href="${frappe.utils.get_form_link(doctype, name)}">${ppoc.words.escape(label || name)}</a>`;

/** Returns the whole years between two dates, or null if either is missing. */
ppoc.words.years_between = (from, to) => {
	if (!from || !to || from > to) return null;
	return moment(to).diff(moment(from), "years");
};

/** Returns the time from one date to another, such as "3 years 2 months". */
ppoc.words.span = (from, to) => {
	const months = moment(to).diff(moment(from), "months");
	if (months < 1) return __("less than a month");
	const years = Math.floor(months / 12);
	const rest = months % 12;
	const parts = [];
	if (years) parts.push(years === 1 ? __("1 year") : __("{0} years", [years]));
	if (rest) parts.push(rest === 1 ? __("1 month") : __("{0} months", [rest]));
	return parts.join(" ");
};

/** Returns how often something was done, such as "once" or "3 times". */
ppoc.words.times = (count) => (count === 1 ? __("once") : __("{0} times", [count]));

/** Returns how often something moved, such as "moved once" or "moved 3 times". */
ppoc.words.moved = (count) => (count === 1 ? __("moved once") : __("moved {0} times", [count]));

/** Sends the server a request that changes nothing. */
ppoc.ask = (method, args) => frappe.call({ method, args, type: "GET" }).then((answer) => answer.message);

// Shows users on a child's record by their own names. Frappe's formatter takes any field called `full_name`
// of the record for the name of the linked user, so that every decision seemed to be the child's own.

const usual = frappe.form.link_formatters.User;

frappe.form.link_formatters.User = (value, doc, docfield) =>
	doc?.doctype === "Child" ? frappe.user_info(value).fullname || value : usual(value, doc, docfield);

// Users on a child's record go by their own names. The platform's formatter takes any field called `full_name` of
// the record for the name of the user linked from it, so that every decision seemed to be the child's own.

const usual = frappe.form.link_formatters.User;

frappe.form.link_formatters.User = (value, doc, docfield) =>
	doc?.doctype === "Child" ? frappe.user_info(value).fullname || value : usual(value, doc, docfield);

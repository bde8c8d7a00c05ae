// Opens the rows behind a number: the list or report with the filters that were counted.
import { element } from "../meeting_screen/dom";

export function link_to(figure, label = figure.value, attributes = {}) {
	return element("a", { href: address(figure), ...attributes }, String(label));
}

function address({ doctype, report, filters }) {
	const query = new URLSearchParams();
	for (const [field, value] of Object.entries(filters)) {
		query.set(field, Array.isArray(value) ? JSON.stringify(value) : value);
	}
	const path = report ? ["query-report", report] : [frappe.router.slug(doctype), "view", "list"];
	return `${frappe.router.make_url(path)}?${query}`;
}

// Conditions of an agenda query: shown in words, edited with Frappe's own filters, stored as JSON.

frappe.provide("ppoc.conditions");

// Values that only the server knows, such as the day of the last meeting, begin with this letter.
const SERVER_VALUE = "@";

ppoc.conditions.parse = (text) => {
	try {
		const rows = JSON.parse(text || "[]");
		return Array.isArray(rows) ? rows : [];
	} catch {
		return [];
	}
};

// The same goes for conditions about other records of the child, which Frappe's filters cannot hold.
const RELATED = ["has", "has no", "has open"];

ppoc.conditions.is_for_server = ([, operator, value]) =>
	RELATED.includes(operator) || (typeof value === "string" && value.startsWith(SERVER_VALUE));

/** Returns a table of the conditions in words; `operators` words some of them differently. */
ppoc.conditions.html = (doctype, rows, operators = {}) => {
	if (!rows.length) return `<p class="text-muted">${__("There is no condition, so every record is included.")}</p>`;
	const heads = [__("Field"), __("Condition"), __("Value")];
	const body = rows.map(([field, operator, value]) => {
		const label = frappe.meta.get_label(doctype, field) || field;
		const said = RELATED.includes(operator) ? related_words(field, operator, value) : value_words(value);
		const cells = [__(label), operators[operator] || operator_words(operator), said];
		return `<tr>${cells.map((cell) => `<td>${ppoc.words.escape(cell)}</td>`).join("")}</tr>`;
	});
	return `<table class="table table-bordered ppoc-table">
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table>`;
};

/** Operators for facts that are numbers, not dates. */
ppoc.conditions.COMPARED = { ">": __("is more than"), ">=": __("is at least"), "<": __("is less than"), "<=": __("is at most") };

function operator_words(operator) {
	const known = {
		"=": __("is"),
		"!=": __("is not"),
		">": __("is after"),
		">=": __("is on or after"),
		"<": __("is before"),
		"<=": __("is on or before"),
		in: __("is one of"),
		"not in": __("is none of"),
		is: __("is"),
		has: __("exists, where"),
		"has no": __("does not exist, where"),
		"has open": __("is open"),
	};
	return known[operator] || __(operator);
}

function related_words(doctype, operator, value) {
	if (operator === "has open") return __("begun by {0}, not ended by {1}", value.map((kinds) => kinds.map(__).join(", ")));
	return value
		.map(([field, each, of]) => `${__(frappe.meta.get_label(doctype, field) || field)} ${operator_words(each)} ${value_words(of)}`)
		.join("; ");
}

function value_words(value) {
	const known = {
		"@today": __("the day of the meeting"),
		"@last_meeting": __("the last meeting of this forum"),
		"@next_meeting": __("the next meeting of this forum"),
		"@forum": __("this forum"),
		"@meeting": __("this meeting"),
	};
	return known[value] || (Array.isArray(value) ? value.join(", ") : String(value ?? ""));
}

/** Opens a dialog with Frappe's filters; returns every row, with the server's own rows unchanged. */
ppoc.conditions.edit = (doctype, rows, done) => {
	frappe.model.with_doctype(doctype, () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Conditions on {0}", [__(doctype)]),
			fields: [{ fieldname: "place", fieldtype: "HTML" }],
			primary_action_label: __("Use these"),
			primary_action: () => {
				dialog.hide();
				const edited = group.get_filters().map((row) => row.slice(1, 4));
				done([...edited, ...rows.filter(ppoc.conditions.is_for_server)]);
			},
		});
		const group = new frappe.ui.FilterGroup({
			parent: dialog.get_field("place").$wrapper,
			doctype,
			on_change: () => {},
		});
		const plain = rows.filter((row) => !ppoc.conditions.is_for_server(row));
		group.add_filters_to_filter_group(plain.map((row) => [doctype, ...row]));
		dialog.show();
	});
};

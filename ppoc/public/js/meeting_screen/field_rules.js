// Which fields a stop shows, read from the DocType as it is on this site, so that what an administrator adds
// or renames in Customize Form shows here too.

const NOT_FIELDS = ["Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold"];
const NOT_HERE = ["Table", "Table MultiSelect", "Attach", "Attach Image", "Image", "Signature", "Geolocation"];
const SHOWN_ELSEWHERE = new Set([
	"meeting", "child", "plan", "agenda_item", "item_key", "purpose", "position", "slot_time", "state", "why_listed",
]);
const PLAN_FIELDS = ["predicted_start", "predicted_finish"];

export function load_doctypes() {
	const wanted = ["Meeting", "Meeting Discussion", "Permanence Plan", "Action"];
	return Promise.all(wanted.map((doctype) => new Promise((done) => frappe.model.with_doctype(doctype, done))));
}

export function discussion_fields() {
	return fields_of("Meeting Discussion").filter((df) => !SHOWN_ELSEWHERE.has(df.fieldname));
}

export function plan_fields() {
	const own = fields_of("Permanence Plan");
	return own.filter((df) => PLAN_FIELDS.includes(df.fieldname));
}

/** Returns, besides what, who and when, the fields of an action that this site makes mandatory or quick-entry. */
export function further_action_fields() {
	const known = ["what", "child", "plan", "action_owner", "due_on", "status"];
	return fields_of("Action").filter(
		(df) => !known.includes(df.fieldname) && !df.read_only && (df.reqd || df.allow_in_quick_entry)
	);
}

const KINDS = { "Long text": "Small Text", Date: "Date", Choice: "Select", "Yes or no": "Select" };

/** Returns a template's question as the field that takes its answer. */
export function answer_field({ question, answer_type, options, help, required, entered }) {
	const before = entered === "Before the meeting" ? __("Written before the meeting.") : "";
	return {
		fieldname: "answer",
		fieldtype: KINDS[answer_type] || "Data",
		label: frappe.utils.escape_html(__(question)),
		options: ["", ...options].join("\n"),
		description: [frappe.utils.escape_html(__(help || "")), before].filter(Boolean).join(" "),
		reqd: required,
	};
}

export function field_of(doctype, fieldname) {
	return frappe.meta.get_docfield(doctype, fieldname);
}

function fields_of(doctype) {
	return frappe.get_meta(doctype).fields.filter(
		(df) => !NOT_FIELDS.includes(df.fieldtype) && !NOT_HERE.includes(df.fieldtype) && !df.hidden
	);
}

/** Returns whether the field is visible, editable and mandatory, as the form would for this record. */
export function standing_of(doctype, df, record, can_write) {
	const level = df.permlevel || 0;
	const readable = level === 0 || frappe.perm.has_perm(doctype, level, "read");
	const writable = can_write && (level === 0 || frappe.perm.has_perm(doctype, level, "write"));
	return {
		shown: readable && holds(df.depends_on, record, true),
		read_only: !writable || Boolean(df.read_only) || holds(df.read_only_depends_on, record, false),
		mandatory: Boolean(df.reqd) || holds(df.mandatory_depends_on, record, false),
	};
}

function holds(expression, doc, otherwise) {
	if (!expression) return otherwise;
	if (!expression.startsWith("eval:")) return Boolean(doc[expression]) && doc[expression] !== "0";
	try {
		return Boolean(frappe.utils.eval(expression.slice(5), { doc, parent: doc }));
	} catch {
		return true;
	}
}

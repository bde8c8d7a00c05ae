// A field's value in words, as text.

export function readable(value, df) {
	if (df.fieldtype === "Check") return Number(value) ? __("Yes") : __("No");
	if (value === null || value === undefined || value === "") return "";
	if (df.fieldtype === "Date") return frappe.datetime.str_to_user(value);
	return df.fieldtype === "Select" ? __(value) : String(value);
}

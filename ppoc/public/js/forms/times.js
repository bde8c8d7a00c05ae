// Times as people write them: 9:30 is 09:30, not 09:30:00. What is stored, and what may be typed, stays as it is.

const NO_SECONDS = /^(\d{1,2}:\d\d):00(?:\.0+)?$/;
const shortened = (text) => text.replace(NO_SECONDS, "$1");

const time = frappe.ui.form.ControlTime.prototype;
for (const method of ["set_formatted_input", "set_input"]) {
	const written = time[method];
	time[method] = function (value) {
		const set = written.call(this, value);
		if (this.$input) this.$input.val(shortened(this.$input.val()));
		return set;
	};
}

// Frappe suggests the time of day for a time that has no default.
const { get_default_value } = frappe.model;
frappe.model.get_default_value = function (field, doc, ...rest) {
	const ours = field.fieldtype === "Time" && !field.default && ppoc.is_ours(frappe.get_meta(doc.doctype));
	return ours ? undefined : get_default_value.call(this, field, doc, ...rest);
};

const { Time: format } = frappe.form.formatters;
frappe.form.formatters.Time = (...values) => shortened(format(...values));

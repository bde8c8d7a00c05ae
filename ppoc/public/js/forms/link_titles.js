// Makes a link field that shows titles know its record as soon as it is chosen. Frappe's own learns it only
// after the server has answered, and until then uses the title as the record's name: quick users were told
// that the person they had just chosen could not be found.

const link = frappe.ui.form.ControlLink.prototype;
const choose = link.parse_validate_and_set_in_model;

link.parse_validate_and_set_in_model = function (value, event, label) {
	if (value && label && this.is_title_link()) {
		this.title_value_map = { ...this.title_value_map, [this.get_translated(label)]: value };
	}
	return choose.call(this, value, event, label);
};

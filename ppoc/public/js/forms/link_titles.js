// A link that shows a title knows the record behind it as soon as it is chosen. The platform's own learns it only after
// the server has answered, and until then gives the title for the record's name: whoever was quick was told that the
// person just chosen could not be found.

const link = frappe.ui.form.ControlLink.prototype;
const choose = link.parse_validate_and_set_in_model;

link.parse_validate_and_set_in_model = function (value, event, label) {
	if (value && label && this.is_title_link()) {
		this.title_value_map = { ...this.title_value_map, [this.get_translated(label)]: value };
	}
	return choose.call(this, value, event, label);
};

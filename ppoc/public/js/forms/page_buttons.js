// A button that its group holds already is given back, as one outside a group is. Version 16 draws the saved filters of a
// list where that button stands, and failed when somebody opened a list twice before they had come.

const { add_inner_button } = frappe.ui.Page.prototype;

frappe.ui.Page.prototype.add_inner_button = function (label, action, group, ...more) {
	const added = add_inner_button.call(this, label, action, group, ...more);
	return added || this.get_inner_group_button(group).find(`a[data-label="${encodeURIComponent(label)}"]`);
};

frappe.pages["permanence-dashboard"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Permanence dashboard"), single_column: true });
};

frappe.pages["permanence-dashboard"].on_page_show = (wrapper) => {
	frappe.require(["dashboard.bundle.css", "dashboard.bundle.js"], () => frappe.ppoc.dashboard.show(wrapper));
};

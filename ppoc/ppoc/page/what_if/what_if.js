frappe.pages["what-if"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("What if"), single_column: true });
};

frappe.pages["what-if"].on_page_show = (wrapper) => {
	frappe.require("what_if.bundle.js", () => ppoc.what_if.show(wrapper));
};

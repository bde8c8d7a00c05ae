frappe.pages["tracker-grid"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Tracker grid"), single_column: true });
};

frappe.pages["tracker-grid"].on_page_show = (wrapper) => {
	frappe.require(["tracker_grid.bundle.css", "tracker_grid.bundle.js"], () => {
		ppoc.tracker_grid.show(wrapper, frappe.get_route()[1]);
	});
};

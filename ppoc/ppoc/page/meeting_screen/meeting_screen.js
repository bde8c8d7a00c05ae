frappe.pages["meeting-screen"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Meeting screen"), single_column: true });
};

frappe.pages["meeting-screen"].on_page_show = (wrapper) => {
	frappe.require(["meeting_screen.bundle.css", "meeting_screen.bundle.js"], () => {
		frappe.ppoc.meeting_screen.show(wrapper, frappe.get_route()[1]);
	});
};

// Version 16 chooses a sidebar by the URL. For a record, for one of our pages or for one of Frappe's lists, a
// user who opens it first would have no sidebar: they get ours.
$(document).on("page-change", () => {
	const sidebar = frappe.app?.sidebar;
	const ours = frappe.boot.workspace_sidebar_item?.ppoc;
	if (sidebar?.setup && ours && !sidebar.sidebar_title) sidebar.setup(ours.label);
});

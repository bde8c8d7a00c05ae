// Version 16 chooses a sidebar by what the address names. Where that is a record of a page of ours, or a list of the
// platform's, a person whose first page it is would have none: they get ours.
$(document).on("page-change", () => {
	const sidebar = frappe.app?.sidebar;
	const ours = frappe.boot.workspace_sidebar_item?.ppoc;
	if (sidebar?.setup && ours && !sidebar.sidebar_title) sidebar.setup(ours.label);
});

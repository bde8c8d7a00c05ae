// A form that is drawn again while its tab is changing stays on the tab that was chosen. Version 15 remembers the tab only
// at the end of the change, and shows two tabs at once when somebody else saves in that moment; version 16 does not.

$(document).on("show.bs.tab", ".form-tabs .nav-link", ({ target }) => {
	const frm = window.cur_frm;
	const chosen = frm?.layout?.tabs?.find((tab) => tab.tab_link.find(".nav-link")[0] === target);
	if (chosen && frm.get_active_tab() !== chosen) frm.set_active_tab(chosen);
});

// A screen reader says "tab 2 of 6" only if the tabs are children of their list, and name the panel that they open. Version
// 15 puts list items between, and names the panel by its label.
$(document).on("form-load", (event, frm) => {
	for (const { tab_link } of frm.layout?.tabs || []) {
		const link = tab_link.attr("role", "presentation").find(".nav-link");
		if (link.attr("href")) link.attr("aria-controls", link.attr("href").slice(1));
	}
});

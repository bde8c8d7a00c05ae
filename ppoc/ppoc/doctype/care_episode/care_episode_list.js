// The list of care episodes: the codes of the return in words.

frappe.listview_settings["Care Episode"] = {
	formatters: ppoc.care_codes.formatters(["legal_status", "placement"]),
};

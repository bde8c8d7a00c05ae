// List 10 Adoption: one of the lists that an inspection asks for; both come in one workbook.

frappe.query_reports["List 10 Adoption"] = {
	filters: [
		{ fieldname: "on", label: __("Day of the inspection"), fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],

	onload(report) {
		if (!frappe.model.can_export("Child")) return;
		report.page.add_inner_button(__("Both lists in one workbook"), () =>
			window.open_url_post("/api/method/ppoc.inspection.api.download", report.get_values())
		);
	},
};

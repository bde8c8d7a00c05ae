// Tracker: the prioritised children, by locality, team and list.

frappe.query_reports["Tracker"] = {
	filters: [
		{ fieldname: "route", label: __("List"), fieldtype: "Link", options: "Route" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "predicted_start" && data && !value && !data.actual_start) {
			return `<span class="ppoc-peach">${__("No predicted start")}</span>`;
		}
		return default_formatter(value, row, column, data);
	},

	onload(report) {
		report.page.add_inner_button(__("Type in the grid"), () => frappe.set_route("tracker-grid", "All lists"));
	},
};

// Reunification List: the children prioritised for reunification, by locality and team.

frappe.query_reports["Reunification List"] = {
	filters: [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "predicted_start" && data && !value && !data.actual_start) {
			return `<span class="ppoc-peach">${__("No predicted start")}</span>`;
		}
		return default_formatter(value, row, column, data);
	},
};

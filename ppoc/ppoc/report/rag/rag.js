// RAG: the most urgent plans, by locality, team and list.

frappe.query_reports["RAG"] = {
	filters: [
		{ fieldname: "rag", label: __("RAG"), fieldtype: "Select", options: ["", "Red", "Amber", "Green"] },
		{ fieldname: "route", label: __("List"), fieldtype: "Link", options: "Route" },
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "rag" && data) return ppoc.plans.rag.pill(value);
		if (column.fieldname === "reason" && data) {
			const words = ppoc.plans.rag.lines(value).join(" ");
			return `<span title="${ppoc.words.escape(words)}">${ppoc.words.escape(words)}</span>`;
		}
		return default_formatter(value, row, column, data);
	},
};

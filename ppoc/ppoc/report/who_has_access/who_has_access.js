// Who Has Access: everybody who may see the children of a locality, with a button that ends it.
frappe.query_reports["Who Has Access"] = {
	nothing: __("Nobody has been given access to a locality that you look after."),

	filters: [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{ fieldname: "user", label: __("Who"), fieldtype: "Link", options: "User" },
		{ fieldname: "ended", label: __("Show ended access, too"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname !== "access" || !data) return default_formatter(value, row, column, data);
		const record = default_formatter(value, row, column, data);
		if (!data.can_withdraw || !frappe.model.can_write("Locality Access")) return record;
		const name = frappe.utils.escape_html(data.access);
		const label = __("Withdraw");
		return `<button class="btn btn-xs btn-default ppoc-withdraw" data-access="${name}">${label}</button>`;
	},

	onload(report) {
		if (frappe.model.can_create("Locality Access")) {
			report.page.add_inner_button(__("Give access"), () => frappe.new_doc("Locality Access"));
		}
		report.page.main.on("click", ".ppoc-withdraw", (event) => {
			const access = event.currentTarget.dataset.access;
			const { who, locality } = report.data.find((row) => row.access === access);
			ppoc.access.withdraw({ access, who, locality, done: () => report.refresh() });
		});
	},
};

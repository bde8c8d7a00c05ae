// Unusual Viewing: what the Caldicott guardian may want to ask about.
(() => {
	const KINDS = ["At night", "Outside own teams", "Many children", "Restricted child", "Many refusals"];

	// a number alone would not say in the row of filters what it is
	function threshold(fieldname, label, text, usual, numbers) {
		const options = numbers.map((value) => ({ value: `${value}`, label: __(text, [value]) }));
		return { fieldname, label, fieldtype: "Select", options, default: `${usual}` };
	}

	frappe.query_reports["Unusual Viewing"] = {
		nothing: __("Nothing unusual in that time."),

		filters: [
			{
				fieldname: "from_date",
				label: __("From"),
				fieldtype: "Date",
				default: frappe.datetime.add_days(frappe.datetime.get_today(), -6),
			},
			{ fieldname: "to_date", label: __("To"), fieldtype: "Date", default: frappe.datetime.get_today() },
			{ fieldname: "user", label: __("Login"), fieldtype: "Data" },
			{
				fieldname: "kind",
				label: __("What is unusual"),
				fieldtype: "Select",
				options: ["", ...KINDS.map((value) => ({ value, label: __(value) }))],
			},
			threshold("night_from", __("Night from"), "Night from {0}:00", 22, [18, 19, 20, 21, 22, 23]),
			threshold("night_to", __("Night until"), "Night until {0}:00", 6, [4, 5, 6, 7, 8]),
			threshold("many_children", __("Many children"), "From {0} children a day", 40, [10, 20, 40, 80, 160]),
			threshold("many_refusals", __("Many refusals"), "From {0} refusals a day", 5, [1, 3, 5, 10, 20]),
		],
	};
})();

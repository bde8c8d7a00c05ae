// Access to Question: whom a manager may want to ask whether the access is still needed.
frappe.query_reports["Access to Question"] = {
	nothing: __("Everybody with access has used it, and every stand-in has an end."),

	filters: [
		{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
		{
			fieldname: "days",
			label: __("Not used for"),
			fieldtype: "Select",
			options: [30, 60, 90, 180].map((value) => ({ value: `${value}`, label: __("{0} days", [value]) })),
			default: "60",
		},
	],
};

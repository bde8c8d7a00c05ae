// My Due Dates: the most urgent first, each with why it is due.
(() => {
	frappe.query_reports["My Due Dates"] = {
		nothing: __("You have nothing due."),

		filters: [
			{ fieldname: "only_overdue", label: __("Overdue only"), fieldtype: "Check" },
			{ fieldname: "duty", label: __("Duty"), fieldtype: "Link", options: "Timescale Duty" },
			{ fieldname: "locality", label: __("Locality"), fieldtype: "Link", options: "Locality" },
			{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		],

		formatter(value, row, column, data, default_formatter) {
			if (!data) return default_formatter(value, row, column, data);
			if (column.fieldname === "why") return why_html(data);
			if (column.fieldname === "about") return about_html(data);
			if (column.fieldname === "words") {
				const colour = ppoc.timescales.COLOURS[data.state];
				return `<span class="indicator-pill ${colour}">${ppoc.words.escape(data.words)}</span>`;
			}
			return default_formatter(value, row, column, data);
		},
	};

	function why_html(data) {
		const name = ppoc.words.escape(__("Why {0} is due for {1}", [__(data.duty), data.about]));
		return `<button type="button" class="btn btn-default btn-xs ppoc-in-cell" data-ppoc-why="${ppoc.words.escape(data.name)}"
			aria-label="${name}">${__("Why")}</button>`;
	}

	function about_html(data) {
		if (data.child) return ppoc.words.link("Child", data.child, data.about);
		if (data.meeting) return ppoc.words.link("Meeting", data.meeting, data.about);
		return ppoc.words.link("Forum Schedule", data.forum_schedule, data.about);
	}
})();

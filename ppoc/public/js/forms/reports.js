// Our reports: the table is in sight at once. The summary is one line, the chart waits behind a button, filters
// keep their labels, and what only builders of dashboards use is for them.

const OPEN = "ppoc-report-chart-open";

const report = frappe.views?.QueryReport?.prototype;
if (report) {
	const is_ours = (view) => ppoc.is_ours(view.report_doc);
	const before = {};

	/** Replaces a function of the report view; `ours` is given the original and its arguments. */
	const replace = (name, ours) => {
		before[name] = report[name];
		report[name] = function (...given) {
			const original = () => before[name].apply(this, given);
			return is_ours(this) ? ours.call(this, original, ...given) : original();
		};
	};

	// One page shows all reports in turn, ours and others.
	const setup_filters = report.setup_filters;
	report.setup_filters = function () {
		setup_filters.call(this);
		this.page.main.toggleClass("ppoc-report", is_ours(this));
		this.ppoc_fold?.hide();
		if (is_ours(this)) this.filters.forEach(label_filter);
	};

	replace("render_chart", function (original) {
		this.ppoc_draw = () => {
			original();
			ppoc.charts.write_names(this.chart);
		};
		offer_chart(this);
	});

	replace("toggle_nothing_to_show", function (original, nothing) {
		original();
		if (nothing) this.ppoc_fold?.hide();
	});

	const builds_dashboards = () => frappe.user.has_role(["Dashboard Manager", "System Manager", "Workspace Manager"]);
	replace("add_chart_buttons_to_toolbar", (original) => builds_dashboards() && original());
	replace("add_card_button_to_toolbar", (original) => builds_dashboards() && original());

	// An empty report says in words that it is empty, and why that may be.
	const get_no_result_message = report.get_no_result_message;
	report.get_no_result_message = function () {
		const shown = get_no_result_message.call(this);
		if (!is_ours(this)) return shown;
		const words = this.report_settings?.nothing || __("Nothing you may see matches these filters.");
		return shown.replace(/<p>.*<\/p>/s, `<p>${ppoc.words.escape(words)}</p>`);
	};
}

function label_filter(filter) {
	if (filter.df.fieldtype === "Check" || !filter.$wrapper || !filter.df.label) return;
	if (filter.$wrapper.find(".ppoc-filter-label").length) return;
	$('<span class="ppoc-filter-label" aria-hidden="true"></span>').text(__(filter.df.label)).prependTo(filter.$wrapper);
}

/** Puts a button before the chart that shows and hides it; whoever opened it finds it open in the next report. */
function offer_chart(view) {
	if (!view.ppoc_fold) {
		view.ppoc_fold = $('<button class="btn btn-xs btn-default ppoc-chart-fold"></button>').insertBefore(view.$chart);
		view.ppoc_fold.on("click", () => {
			localStorage.setItem(OPEN, is_open() ? "" : "1");
			show_chart(view);
		});
	}
	show_chart(view);
}

function is_open() {
	return Boolean(localStorage.getItem(OPEN));
}

function show_chart(view) {
	view.ppoc_fold
		.show()
		.text(is_open() ? __("Hide chart") : __("Show chart"))
		.attr("aria-expanded", String(is_open()));
	if (is_open()) view.ppoc_draw();
	else view.$chart.empty().hide();
}

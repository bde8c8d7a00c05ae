// Meetings: what is next, when it starts and who chairs it.

frappe.listview_settings["Meeting"] = {
	add_fields: ["status", "meeting_date", "start_time"],
	hide_name_column: true,

	formatters: {
		start_time: (value) => ppoc.words.cell(value && moment(value, "HH:mm:ss").format("HH:mm")),
	},

	onload(list) {
		list.page.add_inner_button(__("Propose next meetings"), () => frappe.set_route("List", "Forum Schedule"));
		put_the_next_first(list);
	},

	refresh(list) {
		ppoc.labels.list(list);
		head_each_day(list);
	},
};

/** Sorts a list of coming meetings by day and time, the next one first, until somebody sorts it another way. */
function put_the_next_first(list) {
	const args = list.get_args.bind(list);
	let turned = false;
	list.get_args = () => {
		if (!turned && is_of_coming_meetings(list)) {
			turned = true;
			show_ascending(list.sort_selector);
		}
		const asked = args();
		// version 16 sorts what is on the same day by name
		if (is_by_day(list)) asked.order_by = ["meeting_date", "start_time", "name"].map((name) => `\`tabMeeting\`.\`${name}\` asc`).join(", ");
		return asked;
	};
}

function is_of_coming_meetings(list) {
	return list.get_filters_for_args().some(([, field, operator]) => field === "meeting_date" && /^>/.test(operator));
}

function is_by_day(list) {
	const sorted = list.sort_selector;
	return sorted && sorted.sort_by === "meeting_date" && sorted.sort_order === "asc";
}

function show_ascending(sorted) {
	if (!sorted || sorted.sort_by !== "meeting_date") return;
	sorted.sort_order = "asc";
	sorted.wrapper.find(".btn-order").attr("data-value", "asc").attr("title", __("ascending"));
	sorted.wrapper.find(".sort-order").html(frappe.utils.icon("sort-ascending", "sm"));
}

/** Puts a heading above the meetings of each day, such as "Today, Monday 30 Nov". */
function head_each_day(list) {
	list.$result.find(".ppoc-day").remove();
	if (!is_by_day(list)) return;
	const rows = list.$result.find(".list-row-container");
	list.data.forEach((meeting, number) => {
		if (number && list.data[number - 1].meeting_date === meeting.meeting_date) return;
		const words = frappe.utils.escape_html(day_words(meeting.meeting_date));
		rows.eq(number).before(`<h5 class="ppoc-day" style="margin: 14px 15px 4px">${words}</h5>`);
	});
}

function day_words(day) {
	const written = moment(day).format("dddd D MMM YYYY");
	if (day === frappe.datetime.get_today()) return __("Today, {0}", [written]);
	return day === frappe.datetime.add_days(frappe.datetime.get_today(), 1) ? __("Tomorrow, {0}", [written]) : written;
}

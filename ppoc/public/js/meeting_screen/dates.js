// Dates and lengths of time as people say them in a meeting. Dates are ISO texts, as the server sends them.

const ISO = "YYYY-MM-DD";

export function said(date) {
	return date ? moment(date, ISO).format("D MMM YYYY") : "";
}

export function said_short(date) {
	return date ? moment(date, ISO).format("ddd D MMM") : "";
}

/** Returns the time of day of a Date in this window, or of a datetime from the server. */
export function clock(datetime) {
	if (!datetime) return "";
	const moment_of = datetime instanceof Date ? moment(datetime) : frappe.datetime.convert_to_user_tz(datetime, false);
	return moment_of.format("HH:mm");
}

export function clock_of_day(time) {
	return time ? moment(String(time), "HH:mm:ss").format("HH:mm") : "";
}

/** Returns the day in so many weeks, or the next working day after it: nothing is due on a weekend or a closed day. */
export function working_day_in(date, weeks, closed = []) {
	const day = moment(date, ISO).add(weeks, "weeks");
	while (day.isoWeekday() > 5 || closed.includes(day.format(ISO))) day.add(1, "day");
	return day.format(ISO);
}

export function is_past(date, today) {
	return Boolean(date) && date < today;
}

export function age_on(born, today) {
	const years = moment(today, ISO).diff(moment(born, ISO), "years");
	if (years >= 2) return __("{0} years old", [years]);
	const months = moment(today, ISO).diff(moment(born, ISO), "months");
	return months === 1 ? __("1 month old") : __("{0} months old", [months]);
}

export function span_since(date, today) {
	const months = moment(today, ISO).diff(moment(date, ISO), "months");
	if (months < 1) return __("less than a month");
	const years = Math.floor(months / 12);
	const rest = months % 12;
	const said_years = years === 1 ? __("1 year") : __("{0} years", [years]);
	const said_months = rest === 1 ? __("1 month") : __("{0} months", [rest]);
	if (!years) return said_months;
	return rest ? `${said_years} ${said_months}` : said_years;
}

const FULL = ["D/M/YYYY", "D-M-YYYY", "D.M.YYYY", "D MMM YYYY", "D MMMM YYYY", "D/M/YY", "D-M-YY", "D.M.YY", ISO];

/** Reads what people type when asked for a date: "10/12", "10 dec", "10/12/2026", "+3w", "+10d". "" if it
 * is not one. */
export function read_date(text, today, of_site = []) {
	const typed = text.trim().toLowerCase();
	const ahead = typed.match(/^\+\s*(\d{1,3})\s*([dwm]?)$/);
	if (ahead) {
		const unit = { d: "days", w: "weeks", m: "months", "": "weeks" }[ahead[2]];
		return moment(today, ISO).add(Number(ahead[1]), unit).format(ISO);
	}
	const full = moment(typed, [...of_site, ...FULL], true);
	if (full.isValid()) return full.format(ISO);
	const dayless = moment(typed, ["D/M", "D-M", "D.M", "D MMM", "D MMMM"], true);
	if (!dayless.isValid()) return "";
	dayless.year(moment(today, ISO).year());
	if (dayless.format(ISO) < today) dayless.add(1, "year");
	return dayless.format(ISO);
}

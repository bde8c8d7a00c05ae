// Frappe keeps forms and pages in the browser's local storage. Once that is full, the next page stays blank: version 15 shows
// a page only after it has been kept. So what can be fetched again is removed while there is still room for a page. In a
// translated desk, one form can take two and a half million characters, and a page one million.

const FULL_AT = 2_500_000; // characters; browsers take about five million for each site
const FETCHED_AGAIN = ["_page:", "_doctype:", "desk_assets:"];

function keepRoom() {
	const names = Object.keys(localStorage);
	const length = names.reduce((sum, name) => sum + name.length + localStorage.getItem(name).length, 0);
	if (length < FULL_AT) return;
	names.filter((name) => FETCHED_AGAIN.some((start) => name.startsWith(start))).forEach((name) => localStorage.removeItem(name));
}

function keepRoomForPages() {
	const withPage = frappe.views.pageview.with_page;
	frappe.views.pageview.with_page = function (name, callback) {
		keepRoom();
		return withPage.call(this, name, callback);
	};
}

keepRoom();
keepRoomForPages();
$(document).on("page-change", keepRoom);

// The Desk page: opens the meeting named in the route, and closes the previous one.
import { button, element, fill } from "./dom";
import { load_doctypes } from "./field_rules";
import { MeetingScreen } from "./screen";
import { open_meeting } from "./server";

frappe.provide("frappe.ppoc");

let screen = null;
let root = null;
let shown = null;

async function show(wrapper, meeting) {
	if (screen && shown === meeting) return;
	if (screen && !(await all_is_saved())) return stay();
	leave();
	root ||= wrapper.querySelector(".layout-main-section").appendChild(element("div", { class: "ms" }));
	wrapper.classList.add("ms-page");
	shown = meeting;
	if (!meeting) return say(__("No meeting was chosen. Open one from the list of meetings."), true);
	await open(meeting);
}

async function open(meeting, at = null) {
	say(__("Opening the meeting…"));
	try {
		const [data] = await Promise.all([open_meeting(meeting), load_doctypes()]);
		if (shown !== meeting) return;
		frappe.utils.set_title(data.meeting.title || data.meeting.forum);
		screen = new MeetingScreen(root, data, () => reopen(meeting), at);
	} catch (failure) {
		say(failure.message, true);
		if (!failure.kind) throw failure;
	}
}

async function all_is_saved() {
	await screen.saving.flush();
	return !screen.saving.unsaved.length;
}

function stay() {
	frappe.set_route("meeting-screen", shown);
	screen.warn(__("Some fields are not saved yet. They are kept; try again in a moment."));
}

async function reopen(meeting) {
	if (!(await all_is_saved())) return stay();
	const at = screen?.stop?.id;
	leave();
	shown = meeting;
	await open(meeting, at);
}

function leave() {
	screen?.stop_all();
	screen = null;
	shown = null;
}

function say(words, is_error = false) {
	const list = button(__("Meetings"), () => frappe.set_route("List", "Meeting"));
	fill(root, element("div", { class: "ms-pad ms-opening", role: is_error ? "alert" : "status" }, element("p", {}, words), is_error && list));
}

frappe.ppoc.meeting_screen = { show, current: () => screen };

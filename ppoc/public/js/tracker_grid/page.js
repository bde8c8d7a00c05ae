// The Desk page: opens the sheet named in the route, and closes the previous one.
import { element, fill } from "../meeting_screen/dom";
import { TrackerGrid } from "./grid";
import { open_sheet } from "./server";

frappe.provide("ppoc.tracker_grid");

const FIRST = "All lists";

let grid = null;
let root = null;
let shown = null;

async function show(wrapper, sheet = FIRST) {
	root ||= wrapper.querySelector(".layout-main-section").appendChild(element("div", { class: "tg" }));
	wrapper.classList.add("tg-page");
	if (grid && !(await all_is_saved())) return stay(sheet);
	leave();
	await open(sheet);
}

async function open(sheet) {
	shown = sheet;
	say(__("Opening the tracker…"));
	try {
		const data = await open_sheet(sheet);
		if (shown !== sheet) return;
		grid = new TrackerGrid(root, data, (name) => frappe.set_route("tracker-grid", name));
	} catch (failure) {
		say(failure.message, true);
		if (!failure.kind) throw failure;
	}
}

async function all_is_saved() {
	await grid.saving.flush();
	return !grid.saving.unsaved.length;
}

/** What is not saved stays on the screen, and says what to do. */
function stay(wanted) {
	if (wanted !== grid.sheet) frappe.set_route("tracker-grid", grid.sheet);
	grid.say(__("Some cells are not saved yet. Decide about them first: the yellow button leads to each."));
	grid.live.soon();
}

function leave() {
	grid?.stop();
	grid = null;
}

function say(words, is_error = false) {
	fill(root, element("p", { class: "tg-opening", role: is_error ? "alert" : "status" }, words));
}

Object.assign(ppoc.tracker_grid, { show, current: () => grid });

// The keys of the screen. Single letters work only while the child's name has the focus, so that no text ever turns into
// commands, and can be switched off; with Alt they work anywhere. Not used: the browser's own (Ctrl+N, Alt+D, Alt+F, Alt+E, Alt+arrows, F-keys) and the Desk's
// (Ctrl+K, Ctrl+G, Ctrl+H, Alt+S, Alt+H).
import { is_text_entry, takes_text } from "./dom";

const SETTING = "ppoc-meeting-screen-single-keys";

export function keys_of(screen) {
	return [
		{ plain: "n", alt: "n", words: __("Next child"), run: () => screen.step(1) },
		{ plain: "p", alt: "p", words: __("Previous child"), run: () => screen.step(-1) },
		{ ctrl: "enter", words: __("Done, and on to the next child (in a new action: add it)"), run: () => screen.done_and_next() },
		{ plain: "c", alt: "c", words: __("Carry this child over, and on to the next"), run: () => screen.finish("Carried over") },
		{ plain: "u", alt: "u", words: __("Back to “To do”: remove the mark"), run: () => screen.mark("To do") },
		{ plain: "r", alt: "r", words: __("Review the actions from last time"), run: () => screen.focus_review() },
		{ plain: "w", alt: "w", words: __("Write in the first field of this item"), run: () => screen.focus_fields() },
		{ plain: "t", alt: "t", words: __("Take to the panel, or do not"), run: () => screen.toggle_panel() },
		{ plain: "a", alt: "a", words: __("New action"), run: () => screen.new_action.focus() },
		{ plain: "/", alt: "l", words: __("Search the agenda"), run: () => screen.focus_search() },
		{ plain: "o", alt: "o", words: __("The child on one page"), run: () => screen.one_page.open() },
		{ plain: "i", alt: "i", words: __("Who is here: record attendance"), run: () => screen.attendance.open() },
		{ plain: "f", alt: "enter", words: __("Full screen with large type"), run: () => screen.projector.toggle() },
		{ plain: "q", alt: "q", words: __("Close the meeting: first see what will happen"), run: () => screen.closing.open() },
		{ plain: "?", alt: "/", words: __("Show these shortcuts"), run: () => screen.help.toggle() },
		{ plain: "z", alt: "z", words: __("Undo what was done last (the button at the foot names it)"), run: () => screen.undo.undo() },
		{ ctrl: "z", outside: true, hidden: true, run: () => screen.undo.undo() },
		{ ctrl: "s", words: __("Save now (it also saves automatically)"), run: () => screen.save_now() },
		{ escape: true, words: __("Leave a field and go back to the child"), run: () => screen.focus_child() },
	];
}

export const review_keys = () => [
	{ keys: "D", words: __("Done") },
	{ keys: "M", words: __("Move to another date") },
	{ keys: "K", words: __("Keep as it is") },
	{ keys: "X", words: __("No longer needed") },
];

export function single_keys_on() {
	return localStorage.getItem(SETTING) !== "off";
}

export function switch_single_keys(on) {
	localStorage.setItem(SETTING, on ? "on" : "off");
}

/** Listens before the Desk does, and only while this screen is shown. Returns a function that stops it. */
export function listen_to_keys(screen) {
	const keys = keys_of(screen);
	const heard = (event) => {
		if (!screen.is_shown() || event.defaultPrevented || event.isComposing || event.repeat && event.key === "Enter") return;
		if (elsewhere(event.target, screen)) return;
		const key = keys.find((one) => fits(one, event, screen));
		if (!key) return;
		event.preventDefault();
		event.stopPropagation();
		key.run();
	};
	document.addEventListener("keydown", heard, true);
	return () => document.removeEventListener("keydown", heard, true);
}

/** Leaves the keys to windows of the Desk, its search and our own dialogs. */
function elsewhere(target, screen) {
	if (document.querySelector(".modal.show, dialog[open].ms-dialog")) return true;
	return target !== document.body && !screen.root.contains(target);
}

function fits(key, event, screen) {
	const name = letter_of(event);
	if (key.escape) return event.key === "Escape" && leaves_field(event);
	if (event.ctrlKey || event.metaKey) return !event.altKey && !event.shiftKey && key.ctrl === name && !(key.outside && takes_text(event.target));
	if (event.altKey) return !event.shiftKey && key.alt === name;
	if (document.activeElement !== screen.strip.heading || !single_keys_on()) return false;
	return key.plain === (event.key === "?" ? "?" : event.shiftKey ? "" : name);
}

/** Escape first closes what is open in the field: a list of names, a calendar, a question. */
function leaves_field(event) {
	const target = event.target;
	if (!is_text_entry(target) && !target.closest?.("[data-action], .ms-actions, .ms-fields, .ms-agenda")) return false;
	if (target.getAttribute("aria-expanded") === "true" || target.closest(".ms-question")) return false;
	if (target.type === "search" && target.value) return false;
	return true;
}

function letter_of(event) {
	const code = /^Key([A-Z])$/.exec(event.code);
	if (event.altKey && code) return code[1].toLowerCase();
	if (event.altKey && event.code === "Slash") return "/";
	return (event.key || "").toLowerCase();
}

// What a cell becomes while somebody types in it. The text is read when the cell is left, not before.
import { element } from "../meeting_screen/dom";
import { words_of } from "./reading";

const LONG = ["Small Text", "Text"];

/** Returns Tabulator's editor of a column; `grid.typed` gets the text, and `grid.step_from` moves on. */
export function editor_of(grid, column) {
	return (cell, on_rendered, _success, cancel) => {
		const input = entry(grid, column, cell);
		const begun = grid.begun_with;
		let ended = false;
		const end = (way, keeps) => {
			if (ended) return;
			ended = true;
			const goes_to = document.activeElement !== input && document.activeElement !== document.body ? document.activeElement : null;
			cancel();
			if (keeps) grid.typed(cell, column, input.value);
			if (way) grid.step_from(cell, way);
			else if (goes_to) goes_to.focus();
		};
		on_rendered(() => {
			input.focus();
			if (begun !== null && column.type !== "Select") input.value = begun;
			else input.select?.();
			grid.begun_with = null;
		});
		input.addEventListener("keydown", (event) => on_key(event, input, end));
		input.addEventListener("blur", () => setTimeout(() => end(null, true)));
		return input;
	};
}

function entry(grid, column, cell) {
	const attributes = { class: "tg-entry", "aria-label": grid.name_of(cell) };
	const held = grid.value_at(cell);
	if (column.type === "Select" || column.type === "Check") return choices(column, held, attributes);
	const input = element(LONG.includes(column.type) ? "textarea" : "input", { ...attributes, ...(LONG.includes(column.type) ? { rows: 4 } : { type: "text" }) });
	input.value = column.type === "Date" && held ? frappe.datetime.str_to_user(held) : words_of(column, held);
	return input;
}

function choices(column, held, attributes) {
	const options = column.type === "Check" ? ["No", "Yes"] : column.options;
	const now = column.type === "Check" ? options[Number(held) ? 1 : 0] : held;
	const option = (value) => element("option", { value, selected: value === (now || "") }, __(value));
	return element("select", attributes, options.map(option));
}

function on_key(event, input, end) {
	event.stopPropagation();
	if (event.key === "Escape") end("stay", false);
	else if (event.key === "Enter" && event.altKey) new_line(input);
	else if (event.key === "Enter") end(event.shiftKey ? "up" : "down", true);
	else if (event.key === "Tab") end(event.shiftKey ? "left" : "right", true);
	else return;
	event.preventDefault();
}

function new_line(input) {
	if (input.matches("textarea")) input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
}

// Reads what people type or paste into a cell, and says what a cell holds.
import { read_date, said } from "../meeting_screen/dates";

const YES = ["yes", "y", "1", "x", "true", "✓"];
const NO = ["no", "n", "0", "false", "-"];
const WHOLE = ["Int"];
const NUMBERS = ["Int", "Float", "Currency", "Percent"];

/** Returns the value of a text, or undefined if the cell cannot hold it. */
export function read(column, text, today) {
	const typed = String(text).replace(/\r\n/g, "\n").trim();
	if (column.type === "Check") return read_check(typed);
	if (!typed) return null;
	if (column.type === "Date") return read_date(typed, today, [frappe.datetime.get_user_date_fmt().toUpperCase()]) || undefined;
	if (column.type === "Select") return read_choice(column.options, typed);
	if (NUMBERS.includes(column.type)) return read_number(column, typed);
	return column.type === "Data" ? typed.replace(/\s*\n\s*/g, " ") : typed;
}

function read_check(typed) {
	const word = typed.toLowerCase();
	if (!word || NO.includes(word) || word === __("No").toLowerCase()) return 0;
	return YES.includes(word) || word === __("Yes").toLowerCase() ? 1 : undefined;
}

function read_choice(options, typed) {
	const fits = (option) => [option, __(option)].some((word) => word.toLowerCase() === typed.toLowerCase());
	return options.find(fits);
}

function read_number(column, typed) {
	const number = Number(typed.replace(/[\s,£]/g, "").replace(/%$/, ""));
	if (!Number.isFinite(number) || (WHOLE.includes(column.type) && !Number.isInteger(number))) return undefined;
	return number;
}

/** Returns what a cell holds, in words. */
export function words_of(column, value) {
	if (value === null || value === undefined || value === "") return "";
	if (column.type === "Check") return Number(value) ? __("Yes") : __("No");
	if (column.type === "Date") return /^\d{4}-\d\d-\d\d/.test(value) ? said(String(value).slice(0, 10)) : String(value);
	return column.type === "Select" || ["status", "rag", "potential"].includes(column.field) ? __(String(value)) : String(value);
}

/** Returns what the person who wrote an unreadable text can do. */
export function remedy(column) {
	if (column.type === "Date") return __("This is not a date. Write it as {0}, or as 12 Mar or +3w.", [frappe.datetime.get_user_date_fmt()]);
	if (column.type === "Select") return __("This is none of the choices: {0}.", [column.options.filter(Boolean).map((option) => __(option)).join(", ")]);
	if (column.type === "Check") return __("Write Yes or No.");
	return __("This is not a number.");
}

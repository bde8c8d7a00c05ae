// Above the grid: the sheets, find, the team, undo, what is saved, and help.
import { element, fill } from "../meeting_screen/dom";

const KEYS_OF_THE_GRID = () => [
	[__("Arrow keys, Tab"), __("move from cell to cell; with Shift they select")],
	[__("Enter, F2 or any letter"), __("type in the cell; Enter or Tab saves, Escape leaves it as it was")],
	[__("Alt Enter"), __("a new line in the cell")],
	["Ctrl C, Ctrl V", __("copy and paste, also from and to a spreadsheet")],
	["Ctrl D", __("fill the cells below with the first")],
	[__("Delete"), __("empties the cells")],
	["Ctrl Z, Ctrl Y", __("undo and do again")],
	["Ctrl Enter", __("open the record")],
	["Escape", __("leave the grid")],
	["12/3, 12 mar, +3w", __("ways to write a date")],
];

export class Toolbar {
	constructor(grid, sheets) {
		this.grid = grid;
		this.find = element("input", { type: "search", class: "form-control input-xs tg-find", placeholder: __("Find"), "aria-label": __("Find on this sheet"), oninput: () => this.filter() });
		this.team = element("select", { class: "form-control input-xs tg-team", "aria-label": __("Team"), onchange: () => this.filter() });
		this.undo = grid.button(__("Undo"), () => grid.steps.undo(), { disabled: true, "data-action": "undo" });
		this.redo = grid.button(__("Redo"), () => grid.steps.redo(), { disabled: true, "data-action": "redo" });
		this.counted = element("span", { class: "tg-count", role: "status" });
		this.saved = element("span", { class: "tg-saved", role: "status" });
		this.waiting = grid.button("", () => grid.next_unsaved(), { class: "btn btn-xs btn-warning tg-waiting", hidden: true });
		this.node = element(
			"div",
			{ class: "tg-toolbar" },
			element("nav", { class: "tg-sheets", "aria-label": __("Sheets") }, sheets.map((sheet) => this.sheet(sheet))),
			element("div", { class: "tg-tools" }, this.find, this.team, this.undo, this.redo, this.counted, this.saved, this.waiting, grid.button(__("Keys"), () => this.help()))
		);
		this.offer_teams();
	}

	sheet({ name, title }) {
		const here = name === this.grid.sheet;
		return this.grid.button(title, () => this.grid.go(name), { class: "btn btn-xs tg-sheet", "aria-current": here ? "page" : null });
	}

	offer_teams() {
		const teams = [...new Set([...this.grid.rows.by_key.values()].map((row) => row.team).filter(Boolean))].sort();
		const option = (team) => element("option", { value: team }, team);
		fill(this.team, element("option", { value: "" }, __("All teams")), teams.map(option));
	}

	filter() {
		const words = this.find.value.trim().toLowerCase();
		const team = this.team.value;
		if (!words && !team) return this.grid.table.clearFilter();
		const holds = (row) => Object.values(row).some((value) => typeof value === "string" && value.toLowerCase().includes(words));
		this.grid.table.setFilter((row) => (!team || row.team === team) && (!words || holds(row)));
	}

	clear_filters() {
		this.find.value = "";
		this.team.value = "";
		this.filter();
	}

	count(shown, all) {
		fill(this.counted, shown === all ? __("Rows: {0}", [all]) : __("Rows: {0} of {1}", [shown, all]));
	}

	show_saving() {
		const words = this.grid.saved_words();
		const waits = this.grid.waiting.length > 0;
		this.waiting.hidden = !waits;
		fill(this.waiting, waits ? words : "");
		fill(this.saved, waits ? "" : words);
	}

	show_steps() {
		const { done, undone } = this.grid.steps;
		this.undo.disabled = !done.length;
		this.redo.disabled = !undone.length;
		this.undo.title = done.length ? __("Undo: {0}", [done[done.length - 1].words]) : "";
		this.redo.title = undone.length ? __("Do again: {0}", [undone[undone.length - 1].words]) : "";
	}

	focus() {
		this.find.focus();
	}

	help() {
		const line = ([keys, does]) => element("tr", {}, element("th", { scope: "row" }, keys), element("td", {}, does));
		const dialog = new frappe.ui.Dialog({ title: __("Keys of the grid") });
		dialog.body.append(element("table", { class: "table tg-help" }, element("tbody", {}, KEYS_OF_THE_GRID().map(line))));
		dialog.onhide = () => this.grid.focus();
		dialog.show();
	}
}

// The table: Tabulator, with the modules that a spreadsheet needs.
import { EditModule, FilterModule, FormatModule, FrozenColumnsModule, InteractionModule, KeybindingsModule, ResizeColumnsModule, ResizeTableModule, SelectRangeModule, SortModule, Tabulator } from "tabulator-tables";
import { element } from "../meeting_screen/dom";
import { editor_of } from "./editors";
import { KEYS } from "./rows";
import { words_of } from "./reading";

Tabulator.registerModule([EditModule, FilterModule, FormatModule, FrozenColumnsModule, InteractionModule, KeybindingsModule, ResizeColumnsModule, ResizeTableModule, SelectRangeModule, SortModule]);

// Room for the whole name of a column and the sign that sorts it, in pixels.
const LETTER = 9;
const BESIDE = 36;
const COLOURS = { Red: "red", Amber: "orange", Green: "green" };

export function make_table(grid, holder) {
	const [name, ...columns] = grid.rows.columns;
	return new Tabulator(holder, {
		data: [...grid.rows.by_key.values()],
		index: "key",
		height: "100%",
		nestedFieldSeparator: false,
		placeholder: __("Nobody is on this sheet, or nobody whom you may see."),
		selectableRange: 1,
		selectableRangeColumns: true,
		selectableRangeRows: true,
		selectableRangeAutoFocus: false,
		headerSortClickElement: "icon",
		editTriggerEvent: "dblclick",
		rowHeader: { ...column_of(grid, name), frozen: true, headerSort: true, resizable: true, formatter: (cell) => link_to(cell) },
		columns: columns.map((column) => column_of(grid, column)),
	});
}

function column_of(grid, column) {
	return {
		title: column.label,
		field: column.field,
		width: Math.max(column.width, column.label.length * LETTER + BESIDE),
		sorter: column.type === "Int" ? "number" : "string",
		hozAlign: column.type === "Int" ? "right" : "left",
		cssClass: column.editable ? "tg-typed" : "tg-read",
		titleFormatter: () => element("span", { class: "tg-title", title: column.label }, column.label),
		formatter: (cell) => content(grid, column, cell),
		...(column.editable && { editor: editor_of(grid, column), editable: (cell) => Boolean(cell.getData()[KEYS[column.doctype]]) }),
	};
}

function link_to(cell) {
	const { child, child_name } = cell.getData();
	return element("a", { href: frappe.utils.get_form_link("Child", child), class: "tg-child", title: child_name, tabindex: "-1" }, child_name);
}

/** What stands in a cell: words, never markup; a colour always with its word. */
function content(grid, column, cell) {
	const value = cell.getValue();
	grid.paint(cell, column);
	if (column.field === "rag" && COLOURS[value]) return element("span", { class: `indicator-pill ${COLOURS[value]}` }, __(value));
	if (column.field === "predicted_start" && !value && wants_start(cell.getData())) return element("span", { class: "ppoc-peach" }, __("No date yet"));
	return element("span", { class: "tg-words" }, words_of(column, value));
}

function wants_start(row) {
	return row.status === "Prioritised" && !row.actual_start;
}

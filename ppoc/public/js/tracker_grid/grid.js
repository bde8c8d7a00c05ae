// One sheet of the tracker as a grid: typing, pasting, undoing, and what others do meanwhile.
import { came_true } from "../came_true";
import { Saving } from "../meeting_screen/saving";
import { same } from "../meeting_screen/store";
import { button, element, fill, unique_id } from "../meeting_screen/dom";
import { clock } from "../meeting_screen/dates";
import { Bar } from "./bar";
import { cells_in, text_of } from "./clipboard";
import { Keys } from "./keys";
import { Live } from "./live";
import { read, words_of } from "./reading";
import { KEYS, Rows } from "./rows";
import { save_cells } from "./server";
import { make_table } from "./table";
import { Toolbar } from "./toolbar";
import { Steps } from "./undo";

const MOST_PASTED = 1000;
const SHOWN_FOR = 6000;
const ACTIVE = "tg-active-cell";
const NEEDS_A_PERSON = ["clash", "asked", "unreadable", "failed"];

export class TrackerGrid {
	constructor(root, data, go) {
		Object.assign(this, { root, go, sheet: data.sheet, today: data.today });
		this.rows = new Rows(data);
		this.saving = new Saving(this.rows, save_cells);
		this.steps = new Steps(this);
		this.begun_with = null;
		this.news = new Map();
		this.bar = new Bar(this);
		this.toolbar = new Toolbar(this, data.sheets);
		this.holder = element("div", { class: "tg-table" });
		fill(root, this.toolbar.node, this.bar.node, this.holder);
		this.table = make_table(this, this.holder);
		this.keys = new Keys(this);
		this.live = new Live(this, data.now);
		this.rows.on("draft", ({ draft }) => this.on_draft(draft));
		this.rows.on("record", (news) => this.show_record(news));
		this.table.on("tableBuilt", () => this.begin());
		this.table.on("rangeChanged", () => this.on_moved());
		this.table.on("dataFiltered", (_filters, rows) => this.toolbar.count(rows.length, this.rows.by_key.size));
		this.leaving = (event) => this.saving.unsaved.length && event.preventDefault();
		window.addEventListener("beforeunload", this.leaving);
	}

	begin() {
		this.name_parts();
		this.toolbar.count(this.rows.by_key.size, this.rows.by_key.size);
		this.live.start();
		this.on_moved();
	}

	/** Tells assistive technology that what has the focus is the grid, and which cell is selected in it. */
	name_parts() {
		const { holder, scroller } = this;
		const header = holder.querySelector(".tabulator-header");
		header.id ||= unique_id("header");
		for (const name of ["role", "aria-owns"]) holder.removeAttribute(name);
		const parts = { role: "grid", "aria-owns": header.id, "aria-label": __("Cells. Arrow keys move, Enter types, Escape leaves the grid.") };
		for (const [name, value] of Object.entries(parts)) scroller.setAttribute(name, value);
	}

	on_moved() {
		this.active?.removeAttribute("id");
		this.active = this.cell?.getElement();
		if (!this.active) return;
		this.active.id = ACTIVE;
		this.scroller.setAttribute("aria-activedescendant", ACTIVE);
		this.bar.show();
	}

	stop() {
		this.live.stop();
		this.keys.stop();
		window.removeEventListener("beforeunload", this.leaving);
		this.table.destroy();
	}

	is_shown() {
		return this.root.isConnected && this.root.offsetParent !== null;
	}

	// Where the reader is

	get range() {
		return this.table.getRanges()[0];
	}

	/** Returns the cell from which the selection began. */
	get cell() {
		return this.range?.getCells()[0]?.[0] || null;
	}

	column_at(cell) {
		return this.rows.columns.find((column) => column.field === cell.getField());
	}

	/** Returns the record and field of a cell, or null where nobody types. */
	place_of(cell) {
		const column = this.column_at(cell);
		const name = column.doctype && cell.getData()[KEYS[column.doctype]];
		return name ? { doctype: column.doctype, name, field: column.fieldname, column } : null;
	}

	may_type(cell) {
		return Boolean(this.place_of(cell)?.column.editable);
	}

	value_at(cell) {
		const place = this.place_of(cell);
		return place ? this.saving.value(place.doctype, place.name, place.field) : cell.getValue();
	}

	draft_at(cell) {
		const place = this.place_of(cell);
		return place && this.saving.draft(place.doctype, place.name, place.field);
	}

	name_of(cell) {
		return __("{0}: {1}", [cell.getData().child_name, this.column_at(cell).label]);
	}

	go_to(cell) {
		this.range.setBounds(cell, cell);
		if (!cell.getElement().isConnected) cell.getRow().scrollTo("nearest", false);
		this.bring_into_view(cell.getElement());
		this.focus();
	}

	/** Scrolls only as far as needed; the names stand over the cells on the left. */
	bring_into_view(node) {
		const holder = this.scroller;
		const shown = holder.getBoundingClientRect();
		const at = node.getBoundingClientRect();
		const left = shown.left + (holder.querySelector(".tabulator-frozen")?.offsetWidth || 0);
		const right = shown.left + holder.clientWidth;
		const bottom = shown.top + holder.clientHeight;
		if (at.left < left) holder.scrollLeft -= left - at.left;
		else if (at.right > right) holder.scrollLeft += Math.min(at.right - right, at.left - left);
		if (at.top < shown.top) holder.scrollTop -= shown.top - at.top;
		else if (at.bottom > bottom) holder.scrollTop += at.bottom - bottom;
	}

	get scroller() {
		return this.holder.querySelector(".tabulator-tableholder");
	}

	focus() {
		this.scroller?.focus({ preventScroll: true });
	}

	/** Moves to the next cell after typing. */
	step_from(cell, way) {
		const row = { up: () => cell.getRow().getPrevRow(), down: () => cell.getRow().getNextRow() }[way]?.() || cell.getRow();
		const columns = this.table.getColumns();
		const by = { left: -1, right: 1 }[way] || 0;
		const at = columns.findIndex((column) => column.getField() === cell.getField()) + by;
		const column = columns[Math.min(Math.max(at, 1), columns.length - 1)];
		this.go_to(row.getCell(column.getField()));
	}

	edit(cell, begun_with = null) {
		if (!this.may_type(cell)) return this.say(this.why_not(cell));
		this.begun_with = begun_with;
		cell.edit();
	}

	why_not(cell) {
		const place = this.place_of(cell);
		if (place && !place.column.editable) return __("You may not change this.");
		if (this.column_at(cell).doctype) return __("This child has no plan yet. Open the child to propose one.");
		return __("This is computed or decided elsewhere. Ctrl+Enter opens the record.");
	}

	// Typing

	typed(cell, column, text) {
		const change = this.put(cell, column, text);
		if (change) this.steps.add(this.name_of(cell), [change]);
		this.bar.show();
	}

	/** Puts a text into a cell and sends it; returns the change, or null if there is none. */
	put(cell, column, text) {
		const place = this.place_of(cell);
		const { doctype, name, field } = place;
		const was = this.saving.value(doctype, name, field) ?? null;
		const value = read(column, text, this.today);
		if (same(was, value === undefined ? text : value)) return null;
		if (value === undefined) this.saving.keep(doctype, name, field, text);
		else if (this.came_true(place, value)) this.saving.keep(doctype, name, field, value, "asked");
		else this.saving.touch(doctype, name, field, value, 0);
		return { doctype, name, field, was, became: value === undefined ? text : value };
	}

	/** Nobody predicts a start that has happened: a person is asked before the date is taken. */
	came_true({ doctype, name, field }, value) {
		return doctype === "Permanence Plan" && value && came_true(field, { ...this.rows.rows_of(doctype, name)[0], ...this.rows.record(doctype, name) });
	}

	/** Puts texts into cells, as one step; says how many cells changed, and how many were left out. */
	fill_cells(pairs, words, outside = 0) {
		const changes = [];
		let left = outside;
		for (const [cell, text] of pairs) {
			if (!this.may_type(cell)) left += 1;
			else changes.push(this.put(cell, this.column_at(cell), text));
		}
		const made = changes.filter(Boolean);
		this.steps.add(words, made);
		this.bar.show();
		const told = made.length === 1 ? __("1 cell changed.") : __("{0} cells changed.", [made.length]);
		this.say(left ? `${told} ${__("{0} left out: nobody types there.", [left])}` : told);
	}

	clear() {
		const cells = this.range.getCells().flat();
		this.fill_cells(cells.filter((cell) => this.may_type(cell)).map((cell) => [cell, ""]), __("Cleared cells"));
	}

	/** Fills the cells below with what stands in the first row of the selection, as Ctrl+D does in a spreadsheet. */
	fill_down() {
		const [first, ...below] = this.range.getCells();
		if (!below.length) return this.say(__("Select the cell and those below it first."));
		const text = (cell) => words_of(this.column_at(cell), this.value_at(cell));
		this.fill_cells(below.flatMap((row) => row.map((cell, at) => [cell, text(first[at])])), __("Filled down"));
	}

	copied() {
		return text_of(this.range.getCells().map((row) => row.map((cell) => words_of(this.column_at(cell), this.value_at(cell)))));
	}

	/** Pastes from the first selected cell on; one copied cell fills the whole selection. */
	paste(text) {
		const cells = cells_in(text);
		const selected = this.range.getCells();
		const one = cells.length === 1 && cells[0].length === 1;
		if (one && selected.flat().length > 1) return this.fill_cells(selected.flat().map((cell) => [cell, cells[0][0]]), __("Pasted cells"));
		const count = cells.reduce((sum, row) => sum + row.length, 0);
		if (count > MOST_PASTED) return this.say(__("{0} cells are too many to paste at once. The most is {1}.", [count, MOST_PASTED]));
		const rows = this.table.getRows("active");
		const columns = this.table.getColumns();
		const top = rows.findIndex((row) => row.getIndex() === this.cell.getRow().getIndex());
		const left = columns.findIndex((column) => column.getField() === this.cell.getField());
		const pairs = [];
		cells.forEach((row, down) =>
			row.forEach((one_text, across) => {
				const cell = rows[top + down] && columns[left + across] && rows[top + down].getCell(columns[left + across].getField());
				if (cell) pairs.push([cell, one_text]);
			})
		);
		this.fill_cells(pairs, __("Pasted cells"), count - pairs.length);
	}

	open_record() {
		const { child, plan } = this.cell.getData();
		if (plan) frappe.set_route("Form", "Permanence Plan", plan);
		else frappe.set_route("Form", "Child", child);
	}

	// What is saved, and what others save

	on_draft(draft) {
		this.show_record({ doctype: draft.doctype, name: draft.name, fields: [draft.field] });
		this.toolbar.show_saving();
		if (this.cell && this.draft_at(this.cell) === draft) this.bar.show();
		if (draft.state === "saved") this.live.soon();
	}

	/** Shows the values of a record in each row where they stand, but not in a cell in which somebody is typing. */
	show_record({ doctype, name, fields }) {
		for (const { key } of this.rows.rows_of(doctype, name)) {
			const row = this.table.getRow(key);
			if (!row) continue;
			for (const field of fields) this.show_cell(row, this.rows.column_of(doctype, field));
		}
	}

	show_cell(row, column) {
		const cell = column && row.getCell(column.field);
		if (!cell || cell.getElement().classList.contains("tabulator-editing")) return;
		const value = this.value_at(cell) ?? null;
		if (!same(cell.getValue(), value)) cell.setValue(value);
		this.paint(cell, column);
	}

	/** Marks a cell by its state. What has changed is shown for some seconds. */
	paint(cell, column) {
		const state = this.draft_at(cell)?.state || "";
		const node = cell.getElement();
		node.dataset.state = state;
		node.toggleAttribute("aria-invalid", NEEDS_A_PERSON.includes(state));
		node.setAttribute("aria-readonly", String(!column.editable));
		const news = this.news.get(`${cell.getData().key}/${column.field}`);
		node.classList.toggle("tg-changed", Boolean(news));
		if (news) node.title = __("{0} changed this", [news]);
		else node.removeAttribute("title");
	}

	take_in({ rows, children, names }) {
		const stays = new Set(rows.map((row) => row.key));
		for (const [key, row] of [...this.rows.by_key]) if (children.includes(row.child) && !stays.has(key)) this.take_out(key);
		for (const row of rows) this.take_row(row, names);
		this.toolbar.show_saving();
		this.bar.show();
	}

	take_out(key) {
		const typing = this.saving.unsaved.some((draft) => this.rows.rows_of(draft.doctype, draft.name).some((row) => row.key === key));
		if (typing) return;
		this.rows.remove(key);
		this.table.deleteRow(key);
	}

	take_row(row, names) {
		const changed = this.rows.put(row);
		if (!changed) return this.table.addData([row]);
		if (!changed.length) return;
		const line = this.table.getRow(row.key);
		for (const field of changed) {
			const column = this.rows.columns.find((each) => each.field === field);
			const cell = column && line.getCell(field);
			if (!cell || (column.doctype && this.draft_at(cell))) continue;
			this.note(row, column, names);
			if (!cell.getElement().classList.contains("tabulator-editing")) cell.setValue(row[field] ?? null);
			this.paint(cell, column);
		}
	}

	/** Remembers who changed a cell, so that it is marked for some seconds. */
	note(row, column, names) {
		const user = row[`${KEYS[column.doctype] || "plan"}_by`];
		if (!column.doctype || !user || user === frappe.session.user) return;
		const place = `${row.key}/${column.field}`;
		this.news.set(place, names[user] || user);
		setTimeout(() => {
			this.news.delete(place);
			const cell = this.rows.by_key.has(row.key) && this.table.getRow(row.key)?.getCell(column.field);
			if (cell) this.paint(cell, column);
		}, SHOWN_FOR);
	}

	// Telling

	say(words) {
		this.bar.say(words);
	}

	show_steps() {
		this.toolbar.show_steps();
	}

	/** Returns the drafts about which a person has to decide. */
	get waiting() {
		return this.saving.unsaved.filter((draft) => NEEDS_A_PERSON.includes(draft.state));
	}

	saved_words() {
		const { waiting } = this;
		const { unsaved, saved_at } = this.saving;
		if (waiting.length) return waiting.length === 1 ? __("1 cell is not saved") : __("{0} cells are not saved", [waiting.length]);
		if (unsaved.length) return __("Saving…");
		return saved_at ? __("All saved at {0}", [clock(saved_at)]) : "";
	}

	/** Goes to the next cell that waits for a person. */
	next_unsaved() {
		const [waiting] = this.waiting;
		if (!waiting) return;
		const row = this.rows.rows_of(waiting.doctype, waiting.name)[0];
		const column = this.rows.column_of(waiting.doctype, waiting.field);
		this.toolbar.clear_filters();
		this.go_to(this.table.getRow(row.key).getCell(column.field));
	}

	buttons(...made) {
		return element("div", { class: "tg-buttons" }, made);
	}

	button(label, does, attributes = {}) {
		return button(label, does, { class: "btn btn-xs btn-default", ...attributes });
	}
}

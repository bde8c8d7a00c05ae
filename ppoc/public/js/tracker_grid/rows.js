// What this window knows of a sheet: its rows as the server sent them, and the records behind their cells.
import { same } from "../meeting_screen/store";

export const KEYS = { Child: "child", "Permanence Plan": "plan" };

export class Rows {
	constructor(data) {
		this.columns = data.columns;
		this.typed = data.columns.filter((column) => column.doctype);
		this.listeners = {};
		this.records = { Child: {}, "Permanence Plan": {} };
		this.by_key = new Map();
		for (const row of data.rows) this.put(row);
	}

	on(event, heard) {
		(this.listeners[event] ||= []).push(heard);
	}

	tell(event, news = {}) {
		for (const heard of this.listeners[event] || []) heard(news);
	}

	/** Takes in a row of the server; returns the columns that differ from what was known, or null for a new row. */
	put(row) {
		const known = this.by_key.get(row.key);
		this.by_key.set(row.key, row);
		for (const column of this.typed) {
			const name = row[KEYS[column.doctype]];
			if (name) (this.records[column.doctype][name] ||= {})[column.fieldname] = row[column.field];
		}
		return known ? this.columns.filter(({ field }) => !same(known[field], row[field])).map(({ field }) => field) : null;
	}

	remove(key) {
		this.by_key.delete(key);
	}

	record(doctype, name) {
		return this.records[doctype]?.[name];
	}

	/** Takes in what the server has saved. */
	apply(doctype, name, values) {
		const record = this.record(doctype, name);
		if (!record) return;
		const changed = this.typed.filter((column) => column.doctype === doctype && column.fieldname in values);
		for (const column of changed) record[column.fieldname] = values[column.fieldname];
		for (const row of this.rows_of(doctype, name)) for (const column of changed) row[column.field] = values[column.fieldname];
		this.tell("record", { doctype, name, fields: changed.map((column) => column.fieldname) });
	}

	rows_of(doctype, name) {
		return [...this.by_key.values()].filter((row) => row[KEYS[doctype]] === name);
	}

	column_of(doctype, fieldname) {
		return this.typed.find((column) => column.doctype === doctype && column.fieldname === fieldname);
	}
}

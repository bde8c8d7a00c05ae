// The requests of the tracker grid.
import { call, client_id } from "../meeting_screen/server";

const GRID = "ppoc.reporting.tracker_grid.api";
const AT_ONCE = 3;

export const open_sheet = (sheet) => call(`${GRID}.open_sheet`, { sheet });

export const changed_rows = (sheet, since) => call(`${GRID}.changed_rows`, { sheet, since });

let running = 0;
const waiting = [];

/** Saves drafts of one record. A pasted column is sent a few records at a time, so that others are served too. */
export async function save_cells(drafts) {
	if (running >= AT_ONCE) await new Promise((begin) => waiting.push(begin));
	running += 1;
	try {
		const [{ doctype, name }] = drafts;
		const of = (part) => Object.fromEntries(drafts.map((draft) => [draft.field, draft[part] ?? null]));
		return await call(`${GRID}.save_cells`, { doctype, name, values: of("value"), bases: of("base"), client: client_id }, { post: true });
	} finally {
		running -= 1;
		waiting.shift()?.();
	}
}

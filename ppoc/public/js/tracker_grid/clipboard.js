// Cells as the text that spreadsheets put on the clipboard and take from it: columns between tabs, rows on lines.

/** Reads what a spreadsheet has copied; a cell with line breaks, tabs or quotes stands in quotes. */
export function cells_in(text) {
	const cells = [[""]];
	let quoted = false;
	const last = () => cells[cells.length - 1];
	const source = String(text).replace(/\r\n?/g, "\n").replace(/\n$/, "");
	for (let at = 0; at < source.length; at += 1) {
		const letter = source[at];
		if (quoted && letter === '"' && source[at + 1] === '"') at += 1;
		else if (letter === '"' && (quoted || last()[last().length - 1] === "")) {
			quoted = !quoted;
			continue;
		} else if (!quoted && letter === "\t") {
			last().push("");
			continue;
		} else if (!quoted && letter === "\n") {
			cells.push([""]);
			continue;
		}
		last()[last().length - 1] += letter;
	}
	return cells;
}

/** Writes cells for a spreadsheet. A text that it would take for a formula gets an apostrophe, as in exports. */
export function text_of(cells) {
	return cells.map((row) => row.map(quoted_if_needed).join("\t")).join("\n");
}

function quoted_if_needed(text) {
	const safe = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
	return /[\t\n"]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

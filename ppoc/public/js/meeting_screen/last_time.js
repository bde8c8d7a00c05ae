// Above a box: what was said last time, and what stands now.
import { said } from "./dates";
import { element } from "./dom";
import { readable } from "./readable";

/** Returns the lines for this field of a record, hidden if there are none. */
export function lines_before(record, df) {
	const known = df.fieldname === "answer" ? last_answer(record) : record?.before?.[df.fieldname];
	const lines = (known || []).map((line) => element("div", { class: "ms-before-line" }, element("span", { class: "ms-before-when" }, label(line)), " ", text(line, df)));
	return element("div", { class: "ms-before", hidden: !lines.length }, lines);
}

/** An answer that begins with that of last time is not shown twice. */
function last_answer({ before, answer }) {
	return before && before !== answer ? [{ kind: "last", text: before }] : [];
}

function label({ kind, on, forum }) {
	if (kind === "stands") return on ? __("Stands since {0}:", [said(on)]) : __("As it stands:");
	if (kind === "still") return __("Said on {0} and still stands:", [place(on, forum)]);
	if (kind === "was") return __("Until {0} it was:", [said(on)]);
	return on ? __("Last time ({0}):", [place(on, forum)]) : __("Last time:");
}

const place = (on, forum) => (forum ? __("{0}, {1}", [said(on), __(forum)]) : said(on));

function text({ text: value }, df) {
	if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return said(value);
	return df.fieldtype === "Select" || df.fieldname === "barrier_category" ? readable(value, { fieldtype: "Select" }) : value;
}

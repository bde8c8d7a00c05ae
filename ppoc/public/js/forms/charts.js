// Frappe's charts cut off the names of bars after a few letters, write the names of a legend over each other,
// and cut those off too. Here the names are written in full: those of bars over two lines, those of the
// legend side by side.
frappe.provide("ppoc.charts");

const LETTER = 5.8;
const LINE = 11;
const BESIDE_DOT = 21;
const BETWEEN = 26;
const LEGEND_LINE = 20;

/** Writes the names again whenever Frappe has drawn the chart: at first, when it moves, when the window
 * changes. */
ppoc.charts.write_names = function (chart) {
	if (!chart?.container) return;
	const watcher = new MutationObserver(() => write());
	const write = () => {
		watcher.disconnect();
		write_legend(chart, write_bars(chart));
		watcher.observe(chart.container, { childList: true, subtree: true });
	};
	write();
};

/** Returns how many lines the longest name takes. */
function write_bars({ container, data }) {
	const marks = [...container.querySelectorAll(".x.axis > g")];
	if (!marks.length || marks.length !== data.labels.length) return 1;
	const places = marks.map((mark) => mark.transform.baseVal.getItem(0).matrix.e);
	const room = marks.length > 1 ? places[1] - places[0] : container.clientWidth;
	const letters = Math.max(3, Math.floor((room - 6) / LETTER));
	const every = Math.ceil(Math.max(...data.labels.map((label) => longest_word(label))) / letters);
	const crowded = every > 1 && marks.length > 12;
	const lines = marks.map((mark, place) => {
		const text = mark.querySelector("text");
		const name = String(data.labels[place]);
		if (crowded) text.textContent = place % every ? "" : name;
		else fill_lines(text, lines_of(name, letters), name);
		return text.childElementCount - 1;
	});
	return Math.max(1, ...lines);
}

function longest_word(name) {
	return Math.max(...String(name).split(/\s+/).map((word) => word.length));
}

/** Returns at most two lines of this many letters; longer names end with dots and show in full when
 * pointed at. */
function lines_of(name, letters) {
	const lines = [""];
	for (const word of name.split(/\s+/)) {
		const longer = `${lines.at(-1)} ${word}`.trim();
		if (longer.length <= letters || !lines.at(-1)) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	const shown = lines.length > 2 ? [lines[0], lines.slice(1).join(" ")] : lines;
	return shown.map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
}

function fill_lines(text, lines, name) {
	const spans = lines.map((line, place) => {
		const span = svg("tspan", line);
		span.setAttribute("x", 0);
		if (place) span.setAttribute("dy", LINE);
		return span;
	});
	text.replaceChildren(...spans, svg("title", name));
}

function write_legend({ container, data }, lines) {
	const keys = [...container.querySelectorAll(".chart-legend > g")];
	if (keys.length !== data.datasets.length) return;
	let [x, y] = [0, LINE * (lines - 1) + 5];
	keys.forEach((key, place) => {
		const text = key.querySelector(".legend-dataset-label");
		if (!text) return;
		text.textContent = data.datasets[place].name;
		const width = BESIDE_DOT + text.getComputedTextLength();
		if (x && x + width > container.clientWidth - 60) [x, y] = [0, y + LEGEND_LINE];
		key.setAttribute("transform", `translate(${x}, ${y})`);
		x += width + BETWEEN;
	});
}

function svg(tag, text) {
	const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
	made.textContent = text;
	return made;
}

/** Returns [text, place] of all visible text that stands outside of the brackets of a translation. */
globalThis.leftovers = ({ opens, closes, leave_out }) => {
	const ATTRIBUTES = ["title", "placeholder", "aria-label", "alt", "data-original-title"];
	const out = [];
	let depth = 0;
	let block = null;
	let words = "";

	const place = (element) =>
		[element.tagName.toLowerCase(), element.id && `#${element.id}`, ...[...element.classList].slice(0, 3).map((name) => `.${name}`)].join("");
	const block_of = (element) => {
		while (element.parentElement && getComputedStyle(element).display.startsWith("inline")) element = element.parentElement;
		return element;
	};
	const outside = (text) => {
		let left = "";
		for (const sign of text) {
			if (sign === opens) depth++;
			else if (sign === closes) depth = Math.max(0, depth - 1);
			else if (!depth) left += sign;
			if (depth && !left.endsWith(" ")) left += " ";
		}
		return left;
	};
	const end_block = () => {
		if (words.trim()) out.push([words.trim().replace(/\s+/g, " "), place(block)]);
		[depth, words] = [0, ""];
	};
	const shown = (element) => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
	const left_out = (element) => (leave_out && element.closest(leave_out)) || element.closest("script, style, svg, noscript, template, .ppoc-not-words");

	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const { parentElement: element, data } = walker.currentNode;
		if (!element || left_out(element)) continue;
		if (!shown(element) && element.tagName !== "OPTION") continue;
		const here = block_of(element);
		if (here !== block) {
			if (block) end_block();
			block = here;
		}
		words += outside(data);
	}
	if (block) end_block();
	for (const element of document.body.querySelectorAll("*")) {
		if (left_out(element) || !shown(element)) continue;
		for (const name of ATTRIBUTES) {
			depth = 0;
			if (name === "title" && element.matches(".control-value")) continue; // Frappe writes the field's name there
			// Frappe 15.55 writes the hints over the heads of a list in English; the heads themselves are checked
			if (name === "title" && element.closest(".list-row-head")) continue;
			const text = outside(element.getAttribute(name) || "").trim();
			if (text) out.push([text, `${place(element)}[${name}]`]);
		}
	}
	return out;
};

// Builds elements. Texts only ever become text nodes, so nothing in a record can turn into markup.

export function element(tag, attributes = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) give(made, name, value);
	made.append(...shown(children));
	return made;
}

function give(made, name, value) {
	if (value === null || value === undefined || value === false) return;
	if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
	else if (value === true) made.setAttribute(name, "");
	else made.setAttribute(name, value);
}

export function fill(parent, ...children) {
	parent.replaceChildren(...shown(children));
}

/** Leaves out falsy parts, such as `condition && part`. */
function shown(children) {
	return children.flat(Infinity).filter((child) => ![null, undefined, false, ""].includes(child));
}

export function button(label, on_click, attributes = {}) {
	return element("button", { type: "button", class: "ms-button", onclick: on_click, ...attributes }, label);
}

export function key_hint(keys) {
	return element("kbd", { class: "ms-key", "aria-hidden": "true" }, keys);
}

/** Returns words for screen readers only. */
export function unseen(text) {
	return element("span", { class: "ms-unseen" }, text);
}

let count = 0;
export function unique_id(stem) {
	count += 1;
	return `ms-${stem}-${count}`;
}

/** Returns whether the browser itself undoes what is typed there. */
export function takes_text(target) {
	return is_text_entry(target) && !target.matches("select");
}

export function is_text_entry(target) {
	if (!target || !target.closest) return false;
	if (target.isContentEditable) return true;
	if (target.matches("textarea, select")) return true;
	return target.matches("input") && !["checkbox", "radio", "button"].includes(target.type);
}

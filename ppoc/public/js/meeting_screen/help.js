// The keys, on one card. The same table drives the keys themselves.
import { element, fill, button } from "./dom";
import { keys_of, review_keys, single_keys_on, switch_single_keys } from "./keys";
import { dialog } from "./dialog";

export class Help {
	constructor(screen) {
		this.screen = screen;
	}

	toggle() {
		if (this.window?.open) return this.window.close();
		this.window = dialog({ title: __("Keyboard shortcuts"), parent: this.screen.root, body: this.body(), buttons: [button(__("Close"), () => this.window.close(), { autofocus: true })] });
	}

	body() {
		const single = element("input", { type: "checkbox", onchange: () => switch_single_keys(single.checked) });
		single.checked = single_keys_on();
		return [
			element("table", { class: "ms-keys" }, heading(), element("tbody", {}, keys_of(this.screen).filter((key) => !key.hidden).map(row))),
			element("h3", { class: "ms-section-head" }, __("On an action from last time")),
			element("table", { class: "ms-keys" }, element("tbody", {}, review_keys().map(({ keys, words }) => line(words, keys, "")))),
			element("label", { class: "ms-check" }, single, " ", __("Single letters work while the child’s name is marked")),
		];
	}
}

function heading() {
	return element("thead", {}, element("tr", {}, ["", __("On the child’s name"), __("Anywhere")].map((words) => element("th", { scope: "col" }, words))));
}

function row(key) {
	if (key.escape) return line(key.words, "", "Esc");
	if (key.ctrl) return line(key.words, "", `Ctrl+${shown(key.ctrl)}`);
	return line(key.words, shown(key.plain), `Alt+${shown(key.alt)}`);
}

const shown = (key) => ({ enter: __("Enter"), "/": "/", "?": "?" })[key] || key.toUpperCase();

function line(words, plain, anywhere) {
	const key = (keys) => element("td", {}, keys && element("kbd", { class: "ms-key" }, keys));
	const made = element("tr", {});
	fill(made, element("th", { scope: "row" }, words), key(plain), key(anywhere));
	return made;
}

// A window over the screen: the browser's own dialog, so the focus stays in it and returns to where it was.
import { element, unique_id } from "./dom";

export function dialog({ title, body, buttons, parent, onclose }) {
	const heading = unique_id("dialog");
	const before = document.activeElement;
	const made = element(
		"dialog",
		{ class: "ms-dialog", "aria-labelledby": heading },
		element("h2", { id: heading, class: "ms-dialog-title" }, title),
		element("div", { class: "ms-dialog-body", tabindex: "0" }, body),
		element("div", { class: "ms-dialog-buttons" }, buttons)
	);
	made.addEventListener("keydown", (event) => event.stopPropagation());
	made.addEventListener("close", () => {
		made.remove();
		if (before?.isConnected) before.focus();
		onclose?.();
	});
	parent.append(made);
	made.showModal();
	return made;
}

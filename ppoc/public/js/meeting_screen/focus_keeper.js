// Keeps the focus: whenever what had it is hidden, disabled, drawn again or gone, the focus returns there, or to the next
// field, or to the middle of the screen, where no letter acts. Only a click beside everything takes it away.

const WATCHED = { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden", "style", "class", "disabled"] };
const FOCUSABLE = "input, textarea, select, button, a[href], [tabindex], [contenteditable=true]";

export class FocusKeeper {
	constructor(screen) {
		this.screen = screen;
		this.came = ({ target }) => this.remember(target);
		this.pressed = (event) => (this.let_go = !event.target.closest?.(FOCUSABLE));
		this.typed = () => this.check();
		this.observer = new MutationObserver(() => this.soon());
	}

	start() {
		const { root } = this.screen;
		root.addEventListener("focusin", this.came);
		root.addEventListener("pointerdown", this.pressed, true);
		document.addEventListener("keydown", this.typed, true);
		this.observer.observe(root, WATCHED);
	}

	stop() {
		const { root } = this.screen;
		root.removeEventListener("focusin", this.came);
		root.removeEventListener("pointerdown", this.pressed, true);
		document.removeEventListener("keydown", this.typed, true);
		this.observer.disconnect();
	}

	remember(target) {
		this.let_go = false;
		if (target.closest("dialog")) return;
		this.last = target;
		this.place = this.screen.fields.place_of(target) || named(target);
	}

	/** After the next layout: until then a hidden element still has the focus. */
	soon() {
		if (this.waiting) return;
		this.waiting = requestAnimationFrame(() => {
			this.waiting = null;
			this.check();
		});
	}

	check() {
		if (this.let_go || !this.screen.is_shown() || !is_lost()) return;
		if (document.querySelector(".modal.show, dialog[open]")) return;
		this.give_back();
	}

	give_back() {
		const { screen } = this;
		const takes = (target) => {
			target?.focus?.();
			return Boolean(target) && document.activeElement === target;
		};
		if (this.last?.isConnected && takes(this.last)) return;
		if (typeof this.place === "string" && takes(screen.root.querySelector(this.place))) return;
		if (typeof this.place === "object" && screen.fields.focus_from(this.place)) return;
		screen.middle.focus();
	}
}

const is_lost = () => !document.activeElement || document.activeElement === document.body;

/** Returns how to find the same row again after it has been drawn anew. */
function named(target) {
	for (const name of ["stop", "mark", "action"]) {
		if (target.dataset?.[name]) return `[data-${name}="${CSS.escape(target.dataset[name])}"]`;
	}
	return null;
}

// What was done in this window and can be taken back: marks, choices, texts, actions and their reviews. The last of them
// is named on the button that undoes it.
import { button, element, fill, key_hint } from "./dom";
import { same } from "./store";

const MOST = 100;

export class Undo {
	constructor(screen) {
		this.screen = screen;
		this.done = [];
		this.words = element("span", {});
		this.node = button([this.words, " ", key_hint("Alt Z")], () => this.undo(), { class: "ms-button ms-small ms-undo", hidden: true });
		screen.store.on("did", (step) => this.did(step));
		screen.store.on("changed", (change) => this.changed(change));
	}

	/** A step: its `words`, the `stop` where it was made, and `back`, which takes it back and returns false if it cannot
	 * be any more. */
	did(step) {
		this.done.push(step);
		if (this.done.length > MOST) this.done.shift();
		this.show();
	}

	/** A field's value has changed; further changes before the field is left belong to the same step. */
	changed(change) {
		const last = this.done[this.done.length - 1];
		if (last?.change?.visit !== change.visit) return this.did(this.step_of(change));
		last.change.became = change.became;
		if (same(last.change.was, change.became)) this.done.pop();
		this.show();
	}

	step_of(change) {
		const { stop, label } = change;
		return { change, stop, words: __("{0} of {1}", [label, this.screen.store.label_of(stop)]), back: () => this.put_back(change) };
	}

	put_back({ doctype, name, field, was, became }) {
		const { saving, fields } = this.screen;
		if (!same(saving.value(doctype, name, field), became)) return false;
		saving.touch(doctype, name, field, was, 0);
		fields.show_again(doctype, name, field);
		return true;
	}

	say_not_undone({ words }, why) {
		this.screen.notice(__("“{0}” was not undone: {1}", [words, why]));
	}

	show() {
		const last = this.done[this.done.length - 1];
		this.node.hidden = !last || this.screen.store.closed;
		fill(this.words, last ? __("Undo: {0}", [last.words]) : "");
	}

	async undo() {
		const { screen } = this;
		screen.fields.leave();
		const step = !screen.store.closed && !this.busy && this.done.pop();
		if (!step) return this.busy || screen.announce(__("There is nothing to undo."));
		this.busy = true;
		try {
			if (step.stop && step.stop !== screen.stop) screen.go(step.stop);
			const undone = await step.back();
			if (undone === false) this.say_not_undone(step, __("it has been changed again since."));
			else screen.announce(__("Undone: {0}", [step.words]));
		} catch (failure) {
			if (failure.kind !== "refused") this.done.push(step);
			this.say_not_undone(step, failure.message);
			if (!failure.kind) throw failure;
		} finally {
			this.busy = false;
			this.show();
		}
	}
}

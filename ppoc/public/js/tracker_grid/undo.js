// What was typed or pasted in this window: each step can be taken back and done again.
import { same } from "../meeting_screen/store";

const MOST = 200;

export class Steps {
	constructor(grid) {
		this.grid = grid;
		this.done = [];
		this.undone = [];
	}

	/** A step: its words, and its changes { doctype, name, field, was, became }. */
	add(words, changes) {
		if (!changes.length) return;
		this.done.push({ words, changes });
		if (this.done.length > MOST) this.done.shift();
		this.undone = [];
		this.grid.show_steps();
	}

	undo() {
		this.move(this.done, this.undone, ({ was, became }) => [became, was], __("Undone: {0}"), __("There is nothing to undo."));
	}

	redo() {
		this.move(this.undone, this.done, ({ was, became }) => [was, became], __("Done again: {0}"), __("There is nothing to do again."));
	}

	/** Sets the cells that still hold what the step left there; what somebody has changed since stays. */
	move(from, to, between, words, nothing) {
		const step = from.pop();
		if (!step) return this.grid.say(nothing);
		const { saving } = this.grid;
		const stays = [];
		for (const change of step.changes) {
			const [holds, becomes] = between(change);
			if (!same(saving.value(change.doctype, change.name, change.field), holds)) stays.push(change);
			else saving.touch(change.doctype, change.name, change.field, becomes, 0);
		}
		to.push(step);
		this.grid.show_steps();
		const told = words.replace("{0}", step.words);
		this.grid.say(stays.length ? `${told} ${__("{0} of its cells have been changed again since and stay.", [stays.length])}` : told);
	}
}

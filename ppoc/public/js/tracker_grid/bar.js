// The line above the grid: what stands in the cell where the reader is, in full, and what is to be decided about it.
// A screen reader hears it.
import { question_on } from "../came_true";
import { said } from "../meeting_screen/dates";
import { element, fill } from "../meeting_screen/dom";
import { remedy, words_of } from "./reading";

export class Bar {
	constructor(grid) {
		this.grid = grid;
		this.name = element("strong", { class: "tg-bar-name" });
		this.words = element("span", { class: "tg-bar-words" });
		this.told = element("div", { class: "tg-bar-told", role: "status" });
		this.asked = element("div", { class: "tg-bar-asked" });
		this.node = element(
			"div",
			{ class: "tg-bar" },
			element("div", { class: "tg-bar-cell", role: "status", "aria-label": __("Selected cell") }, this.name, " ", this.words),
			this.asked,
			this.told
		);
	}

	say(words) {
		fill(this.told, words);
	}

	show() {
		const { grid } = this;
		const cell = grid.cell;
		if (!cell) return fill(this.words, "");
		const column = grid.column_at(cell);
		const draft = grid.draft_at(cell);
		const place = `${cell.getRow().getIndex()}|${column.field}`;
		const now = `${place}|${grid.value_at(cell)}|${draft?.state}`;
		if (now === this.shown) return;
		if (place !== this.place) this.say("");
		Object.assign(this, { place, shown: now });
		fill(this.name, grid.name_of(cell));
		fill(this.words, words_of(column, grid.value_at(cell)) || __("(empty)"));
		fill(this.asked, draft && this.question(draft, column));
	}

	question(draft, column) {
		if (draft.state === "clash") return this.clash(draft, column);
		if (draft.state === "asked") return this.happened(draft);
		if (draft.state === "unreadable") return [element("span", {}, __("Not saved: {0}", [remedy(column)])), this.grid.buttons(this.leave(draft))];
		if (draft.state !== "failed") return null;
		const why = draft.kind === "refused" ? draft.reason : __("{0}. It is kept here and sent again automatically.", [draft.reason]);
		return [element("span", {}, __("Not saved: {0}", [why])), this.grid.buttons(this.leave(draft))];
	}

	clash(draft, column) {
		const { grid } = this;
		const theirs = words_of(column, draft.theirs) || __("(empty)");
		return [
			element("span", {}, __("{0} saved “{1}” here while you were writing. Yours is not saved yet.", [draft.by || __("Somebody else"), theirs])),
			grid.buttons(
				this.choice(__("Keep mine"), "mine", () => grid.saving.decide(draft, draft.value)),
				this.choice(__("Take theirs"), "theirs", () => grid.saving.decide(draft, draft.theirs))
			),
		];
	}

	happened(draft) {
		const { grid } = this;
		const finish = () => {
			const { value } = draft;
			grid.saving.forget(draft.doctype, draft.name, draft.field);
			grid.saving.touch(draft.doctype, draft.name, "predicted_finish", value, 0);
		};
		return [
			element("span", {}, question_on(draft.field, grid.came_true(draft, draft.value), said)),
			grid.buttons(
				draft.field === "predicted_start" && this.choice(__("Finish on {0}", [said(draft.value)]), "finish", finish),
				this.leave(draft),
				this.choice(__("Change it all the same"), "change", () => grid.saving.change_all_the_same(draft))
			),
		];
	}

	leave(draft) {
		const { doctype, name, field } = draft;
		return this.choice(__("Leave it as it was"), "leave", () => this.grid.saving.forget(doctype, name, field));
	}

	choice(label, choice, does) {
		const decide = () => {
			does();
			this.grid.focus();
		};
		return this.grid.button(label, decide, { "data-choice": choice });
	}
}

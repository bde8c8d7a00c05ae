// Taking back an action that this meeting has set: at once by Undo, later by "Withdraw…", which asks why.
import { element, button } from "./dom";
import { review_action, take_back_review } from "./server";

const WITHDRAWN = "No longer needed";

export class Withdrawing {
	constructor(screen, redraw) {
		Object.assign(this, { screen, redraw });
	}

	ask(action) {
		this.asking = { name: action.name };
		this.redraw();
		this.row(action.name)?.querySelector("input")?.focus();
	}

	row(name) {
		return this.screen.new_action.set_here.querySelector(`[data-set="${CSS.escape(name)}"]`);
	}

	question_on(action) {
		if (this.asking?.name !== action.name) return null;
		const why = element("input", { class: "ms-input ms-grow", type: "text", placeholder: __("Why?"), "aria-label": __("Why is it withdrawn?") });
		const warning = element("p", { class: "ms-warning", role: "alert" });
		return element(
			"form",
			{
				class: "ms-question",
				onsubmit: (event) => { event.preventDefault(); this.answer(action, why, warning); },
				onkeydown: (event) => event.key === "Escape" && this.leave(event, action),
			},
			why,
			element("button", { type: "submit", class: "ms-button ms-primary" }, __("Withdraw")),
			button(__("Keep it"), (event) => this.leave(event, action)),
			warning
		);
	}

	leave(event, action) {
		event.preventDefault();
		event.stopPropagation();
		this.screen.focus_child();
		this.asking = null;
		this.redraw();
		this.screen.new_action.focus_row(action.name);
	}

	async answer(action, why, warning) {
		const note = why.value.trim();
		if (!note) {
			warning.textContent = __("Say why in a few words.");
			return why.focus();
		}
		try {
			await this.withdraw(action, note);
			this.asking = null;
			this.screen.new_action.focus();
			this.redraw();
			this.screen.store.tell("did", { words: __("Withdrawn: {0}", [action.what]), stop: this.screen.stop, back: () => this.restore(action) });
		} catch (failure) {
			warning.textContent = __("Not saved: {0}", [failure.message]);
			this.screen.live.soon();
			if (!failure.kind) throw failure;
		}
	}

	async withdraw(action, note) {
		const { store } = this.screen;
		const { modified } = store.record("Action", action.name);
		store.put_action(await review_action({ action: action.name, meeting: store.meeting.name, outcome: WITHDRAWN, note, modified }));
		this.screen.announce(__("Withdrawn: {0}", [action.what]));
	}

	async restore(action) {
		const { store } = this.screen;
		const { modified } = store.record("Action", action.name);
		store.put_action(await take_back_review({ action: action.name, meeting: store.meeting.name, modified }));
		this.screen.new_action.focus_row(action.name);
	}

	may_take_back(action, stop) {
		const back = async () => {
			if (this.screen.store.record("Action", action.name).status !== "Open") return false;
			await this.withdraw(action, __("Set by mistake, and taken back in the meeting"));
			this.screen.new_action.focus();
			return true;
		};
		this.screen.store.tell("did", { words: __("New action: {0}", [action.what]), stop, back });
	}
}

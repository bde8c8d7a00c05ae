// Last time's actions: each is done, moved, kept or no longer needed with one key. The key acts on the row
// that has the focus.
import { button, element, fill, key_hint } from "./dom";
import { is_past, read_date, said, said_short, working_day_in } from "./dates";
import { review_action, take_back_review } from "./server";

const OUTCOMES = {
	d: { outcome: "Done", label: () => __("Done") },
	m: { outcome: "Moved", label: () => __("Move"), asks_date: true, asks_note: true },
	k: { outcome: "Kept", label: () => __("Keep") },
	x: { outcome: "No longer needed", label: () => __("Not needed"), asks_note: true },
};

/** Leaves out what the workflow would refuse this user. */
function outcomes_of_user() {
	const may = ({ outcome }) => !["Done", "No longer needed"].includes(outcome) || ppoc.workflow.may_step("Action", "Open", outcome);
	return Object.entries(OUTCOMES).filter(([, choice]) => may(choice));
}

const is_settled = (action) => Boolean(action.reviewed_here) || action.status !== "Open";

export class ActionReview {
	constructor(screen) {
		this.screen = screen;
		this.count = element("span", { class: "ms-count" });
		this.list = element("ul", { class: "ms-reviews" });
		this.pending = new Set();
		this.node = element(
			"section",
			{ class: "ms-last-time", "aria-label": __("Actions from last time") },
			element("h3", { class: "ms-section-head" }, __("Actions from last time"), " ", this.count, key_hint("R")),
			this.list
		);
		screen.store.on("actions", ({ child }) => child === (screen.stop?.discussion?.child || null) && this.draw());
	}

	show() {
		this.asking = null;
		this.draw();
	}

	draw() {
		const { stop, store } = this.screen;
		const actions = store.actions_before(stop);
		if (this.asking && this.list.contains(document.activeElement)) return;
		const focused = this.list.contains(document.activeElement) && document.activeElement.closest("[data-action]")?.dataset.action;
		const waiting = actions.filter((action) => !is_settled(action)).length;
		this.node.hidden = !actions.length;
		this.count.textContent = waiting ? __("{0} to review", [waiting]) : __("all reviewed");
		this.count.classList.toggle("ms-count-done", !waiting);
		this.count.classList.toggle("ms-count-open", waiting > 0);
		fill(this.list, actions.map((action) => this.row(action)));
		if (focused) this.focus(focused);
	}

	row(action) {
		const overdue = !is_settled(action) && is_past(action.due_on, this.screen.store.today);
		const row = element(
			"li",
			{
				class: `ms-review${is_settled(action) ? " ms-reviewed" : ""}`,
				"data-action": action.name,
				tabindex: "0",
				"aria-keyshortcuts": "D M K X",
				onkeydown: (event) => this.on_key(event, action),
			},
			element("div", { class: "ms-review-what" }, action.what),
			element(
				"div",
				{ class: "ms-review-who" },
				element("span", {}, this.screen.store.worker_name(action.action_owner) || __("nobody")),
				element("span", { class: overdue ? "ms-overdue" : "" }, overdue ? __("due {0}, overdue", [said_short(action.due_on)]) : __("due {0}", [said(action.due_on)])),
				action.times_moved > 0 && element("span", { class: "ms-moved" }, ppoc.words.moved(action.times_moved)),
				!action.this_forum && element("span", {}, action.forum || __("set outside a meeting")),
				action.answered && element("span", { class: "ms-answered" }, __("answered by email on {0}: {1}", [said_short(action.answered.on), __(action.answered.outcome)]))
			),
			this.outcome(action)
		);
		return row;
	}

	outcome(action) {
		if (this.asking?.name === action.name) return this.question(action);
		const choices = outcomes_of_user().map(([key, { outcome, label }]) =>
			button([label(), key_hint(key.toUpperCase())], () => this.choose(action, key), {
				class: "ms-choice",
				tabindex: "-1",
				"aria-pressed": String(action.reviewed_here === outcome),
				disabled: !this.may_review(action),
			})
		);
		return element("div", { class: "ms-choices" }, choices);
	}

	/** An action that its owner has closed by email is settled: nothing is reviewed any more. */
	may_review(action) {
		return this.screen.can_act() && (action.status === "Open" || Boolean(action.reviewed_here));
	}

	on_key(event, action) {
		if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return;
		const key = event.key.toLowerCase();
		if (outcomes_of_user().some(([own]) => own === key) && this.may_review(action)) this.choose(action, key);
		else if (event.key === "ArrowDown") this.step(event.currentTarget, 1);
		else if (event.key === "ArrowUp") this.step(event.currentTarget, -1);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	step(row, by) {
		const rows = [...this.list.children];
		rows[rows.indexOf(row) + by]?.focus();
	}

	choose(action, key) {
		const chosen = OUTCOMES[key];
		if (!chosen.asks_date && !chosen.asks_note) return this.send(action, { outcome: chosen.outcome });
		this.asking = { name: action.name, key };
		const row = this.list.querySelector(`[data-action="${CSS.escape(action.name)}"]`);
		row.lastElementChild.replaceWith(this.question(action));
		row.querySelector("input").focus();
	}

	/** Asks for the new date and a reason when moving an action, and for a reason when dropping one. */
	question(action) {
		const { outcome, asks_date } = OUTCOMES[this.asking.key];
		const { today, meeting } = this.screen.store;
		const { next_meeting_date: next, closed_days } = meeting;
		const when = asks_date && element("input", { class: "ms-input", type: "text", value: said(next || working_day_in(today, 2, closed_days)), "aria-label": __("New date") });
		const note = element("input", { class: "ms-input ms-grow", type: "text", placeholder: __("Why?"), "aria-label": __("Why?") });
		const warning = element("p", { class: "ms-warning", role: "alert" });
		const send = () => this.answer(action, outcome, when, note, warning);
		return element(
			"form",
			{ class: "ms-question", onsubmit: (event) => { event.preventDefault(); send(); }, onkeydown: (event) => this.on_question_key(event, action) },
			when,
			note,
			element("button", { type: "submit", class: "ms-button ms-primary" }, asks_date ? __("Move") : __("Close it"), key_hint("⏎")),
			warning
		);
	}

	on_question_key(event, action) {
		if (event.key !== "Escape") return;
		event.preventDefault();
		event.stopPropagation();
		this.stop_asking(action);
	}

	stop_asking(action) {
		this.asking = null;
		this.draw();
		this.focus(action.name);
	}

	answer(action, outcome, when, note, warning) {
		const due_on = when ? read_date(when.value, this.screen.store.today) : null;
		if (when && !due_on) warning.textContent = __("Enter a date, such as 12/3, 12 Mar or +2w.");
		else if (!note.value.trim()) warning.textContent = __("Say why in a few words.");
		else return this.send(action, { outcome, due_on, note: note.value.trim() }, warning);
		(when && !due_on ? when : note).focus();
	}

	/** Moves the focus on at once, so that the next key means the next action even on a slow connection. */
	async send(action, answer, warning = null) {
		if (this.pending.has(action.name)) return;
		const { store } = this.screen;
		const args = { action: action.name, modified: action.modified, meeting: store.meeting.name, ...answer };
		this.pending.add(action.name);
		if (!warning) this.focus_next(action.name);
		try {
			const reviewed = await review_action(args);
			this.pending.delete(action.name);
			if (warning) this.answered(action.name);
			store.put_action(reviewed);
			this.may_take_back(reviewed, answer.outcome);
			this.screen.announce(__("{0}: {1}", [__(answer.outcome), action.what]));
		} catch (failure) {
			this.pending.delete(action.name);
			if (!failure.kind) throw failure;
			this.say_failed(__("Not saved: {0}", [failure.message]), warning);
		}
	}

	may_take_back({ name, what }, outcome) {
		const { store, stop } = this.screen;
		const back = async () => {
			const { modified } = store.record("Action", name);
			store.put_action(await take_back_review({ action: name, meeting: store.meeting.name, modified }));
			if (stop === this.screen.stop) this.focus(name);
		};
		store.tell("did", { words: __("{0}: {1}", [__(outcome), what]), stop, back });
	}

	answered(name) {
		this.asking = null;
		if (this.list.contains(document.activeElement)) this.focus_next(name);
	}

	/** Somebody else may have been quicker: loads what the server has now. */
	say_failed(words, warning) {
		if (warning) warning.textContent = words;
		else this.screen.warn(words);
		this.screen.live.soon();
	}

	focus_next(name) {
		const rows = [...this.list.children];
		const at = rows.findIndex((row) => row.dataset.action === name);
		const open = (row) => !row.classList.contains("ms-reviewed") && !this.pending.has(row.dataset.action);
		const next = rows.slice(at + 1).concat(rows.slice(0, at)).find(open);
		(next || rows[at])?.focus();
	}

	focus(name) {
		this.list.querySelector(`[data-action="${CSS.escape(name)}"]`)?.focus();
	}

	focus_first() {
		const first = this.list.querySelector(".ms-review:not(.ms-reviewed)") || this.list.querySelector(".ms-review");
		first?.focus();
		return Boolean(first);
	}
}

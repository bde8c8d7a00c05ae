// A new action: what, who, when. Asks about vague wording, a missing owner or a missing date while it is
// typed.
import { button, element, fill, key_hint, unique_id } from "./dom";
import { said, said_short } from "./dates";
import { PersonPicker } from "./person_picker";
import { WhenPicker } from "./when_picker";
import { add_action, change_action, questions_on } from "./server";
import { Withdrawing } from "./withdrawing";

const WAIT_BEFORE_ASKING = 400;

/** Half-typed actions, by meeting and child: they are kept when the screen draws its agenda again. */
const half_typed = new Map();

export class NewAction {
	constructor(screen) {
		this.screen = screen;
		this.drafts = drafts_of(screen.store.meeting.name);
		this.what = element("textarea", {
			class: "ms-input ms-what",
			id: unique_id("what"),
			rows: "3",
			"aria-describedby": unique_id("questions"),
			oninput: () => this.changed({ what: this.what.value }),
			onkeydown: (event) => this.on_what_key(event),
		});
		this.who = new PersonPicker({ label: __("Who"), onpick: (person) => this.picked(person) });
		this.who.input.id = unique_id("who");
		this.when = new WhenPicker({ onpick: (when) => this.changed({ when }) });
		this.questions = Object.fromEntries(["what", "action_owner", "due_on"].map((about) => [about, question_list(about)]));
		this.questions.what.id = this.what.getAttribute("aria-describedby");
		this.warning = element("p", { class: "ms-warning", role: "alert" });
		this.set_here = element("ul", { class: "ms-set-here" });
		this.withdrawing = new Withdrawing(screen, () => this.draw_set_here());
		this.form = this.build_form();
		this.node = element("aside", { class: "ms-actions", "aria-label": __("New actions") }, this.form, this.set_here);
		screen.store.on("actions", () => this.draw_set_here());
	}

	build_form() {
		this.add_words = element("span", {});
		this.title = element("span", {});
		this.stop_button = button(__("Do not change it"), () => this.stop_editing(), { class: "ms-button ms-add" });
		const add = element("button", { type: "submit", class: "ms-button ms-primary ms-add" }, this.add_words, key_hint("Ctrl ⏎"));
		return element(
			"form",
			{ class: "ms-new", onsubmit: (event) => { event.preventDefault(); this.add(); } },
			element("h3", { class: "ms-section-head" }, this.title, key_hint("A")),
			element("label", { class: "ms-label", for: this.what.id }, __("What will be done")),
			this.what,
			this.questions.what,
			element("label", { class: "ms-label", for: this.who.input.id }, __("Who")),
			this.who.node,
			this.questions.action_owner,
			element("div", { class: "ms-label", "aria-hidden": "true" }, __("When")),
			this.when.node,
			this.questions.due_on,
			this.warning,
			add,
			this.stop_button
		);
	}

	show() {
		const { stop, store } = this.screen;
		this.form.hidden = store.closed || !frappe.model.can_create("Action") || store.is_closed_to_me(stop);
		this.editing = null;
		this.who.offer(store.people_of(stop));
		this.when.offer(store.today, store.meeting.next_meeting_date, store.meeting.closed_days);
		this.restore();
		this.draw_set_here();
	}

	get draft() {
		return this.editing?.draft || this.drafts.get(this.screen.stop.id) || {};
	}

	restore() {
		this.title.textContent = this.editing ? __("Change the action") : __("New action");
		this.add_words.textContent = this.editing ? __("Save the change") : __("Add action");
		this.stop_button.hidden = !this.editing;
		const { what, person, when } = this.draft;
		this.what.value = what || "";
		this.who.set(person || null);
		this.when.set(when || {});
		this.show_questions([]);
		this.warning.textContent = "";
		if (what) this.ask();
	}

	picked(person) {
		if (person) this.screen.store.workers[person.worker] ||= { worker_name: person.worker_name };
		this.changed({ person });
	}

	/** What is typed stays with this child until it is added, wherever the meeting goes in between. */
	changed(part) {
		if (this.editing) Object.assign(this.editing.draft, part);
		else this.keep_draft(part);
		this.warning.textContent = "";
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.ask(), WAIT_BEFORE_ASKING);
	}

	keep_draft(part) {
		this.drafts.set(this.screen.stop.id, { ...this.draft, ...part });
		if (!this.draft.what && !this.draft.person) this.drafts.delete(this.screen.stop.id);
	}

	edit(action) {
		const person = { worker: action.action_owner, worker_name: this.screen.store.worker_name(action.action_owner) };
		this.editing = { action, draft: { what: action.what, person, when: { choice: "date", text: said(action.due_on) } } };
		this.restore();
		this.focus();
	}

	stop_editing() {
		const { action } = this.editing;
		this.editing = null;
		this.restore();
		this.focus_row(action.name);
	}

	async ask() {
		const what = this.what.value.trim();
		if (!what) return this.show_questions([]);
		const asked = (this.asked = [what, this.who.picked?.worker || null, this.when.value || null]);
		const questions = await questions_on(...asked).catch(() => []);
		if (this.asked === asked && this.what.value.trim() === what) this.show_questions(questions);
	}

	show_questions(questions) {
		const row = ({ question, refused }) => element("li", { class: refused ? "ms-refused" : "ms-asked" }, question);
		for (const [about, list] of Object.entries(this.questions)) {
			fill(list, questions.filter((one) => (one.about in this.questions ? one.about : "what") === about).map(row));
		}
	}

	on_what_key(event) {
		if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
		event.preventDefault();
		this.who.input.focus();
	}

	missing() {
		if (!this.what.value.trim()) return { words: __("Say what will be done."), at: this.what };
		if (!this.who.picked) return { words: __("Choose the person who will do it."), at: this.who.input };
		if (!this.when.value) return { words: __("Say by when, as a date such as 12/3, 12 Mar or +3w."), at: this.when.date };
		return null;
	}

	/** Clears the form for the next action at once; one that could not be sent comes back with its reason. */
	async add() {
		if (this.form.hidden) return;
		this.who.on_leave();
		const missing = this.missing();
		if (missing) {
			this.warning.textContent = missing.words;
			return missing.at.focus();
		}
		if (this.editing) return this.save_change();
		const { stop, store } = this.screen;
		const [values, typed] = [this.values(stop, store), this.draft];
		this.drafts.delete(stop.id);
		this.restore();
		this.what.focus();
		try {
			const action = await add_action(values);
			store.put_action(action);
			this.withdrawing.may_take_back(action, stop);
			this.screen.announce(__("Added: {0}, {1}, by {2}", [action.what, store.worker_name(action.action_owner), said(action.due_on)]));
		} catch (failure) {
			this.come_back(stop, typed, __("Not saved: {0}. What you typed is kept here.", [failure.message]));
			if (!failure.kind) throw failure;
		}
	}

	/** Sends what differs from the action as it was read; somebody else's change to the same field is told, not lost. */
	async save_change() {
		const { store, stop } = this.screen;
		const { action } = this.editing;
		const { what, action_owner, due_on } = this.values(stop, store);
		const values = Object.fromEntries(Object.entries({ what, action_owner, due_on }).filter(([field, value]) => value !== action[field]));
		try {
			if (Object.keys(values).length) await this.change(action, values, stop);
			this.stop_editing();
		} catch (failure) {
			this.warning.textContent = __("Not saved: {0}", [failure.message]);
			this.screen.live.soon();
			if (!failure.kind) throw failure;
		}
	}

	async change(action, values, stop) {
		const { store } = this.screen;
		const bases = Object.fromEntries(Object.keys(values).map((field) => [field, action[field]]));
		const changed = await change_action({ action: action.name, meeting: store.meeting.name, values, bases });
		store.put_action(changed);
		this.screen.announce(__("Changed: {0}, {1}, by {2}", [changed.what, store.worker_name(changed.action_owner), said(changed.due_on)]));
		const back = async () => {
			store.put_action(await change_action({ action: action.name, meeting: store.meeting.name, values: bases, bases: values }));
			this.focus_row(action.name);
		};
		store.tell("did", { words: __("Change of: {0}", [changed.what]), stop, back });
	}

	come_back(stop, typed, words) {
		const newer = this.drafts.get(stop.id)?.what;
		this.drafts.set(stop.id, { ...typed, what: [typed.what, newer].filter(Boolean).join("\n") });
		if (stop !== this.screen.stop) return this.screen.warn(words);
		this.restore();
		this.warning.textContent = words;
	}

	values(stop, store) {
		return {
			meeting: store.meeting.name,
			child: stop.discussion?.child || null,
			plan: stop.discussion?.plan || null,
			what: this.what.value.trim(),
			action_owner: this.who.picked.worker,
			due_on: this.when.value,
		};
	}

	draw_set_here() {
		const focused = this.set_here.contains(document.activeElement) && document.activeElement.closest("[data-set]")?.dataset.set;
		if (focused && document.activeElement.closest(".ms-question")) return;
		const { stop, store } = this.screen;
		const own = store.actions_new(stop);
		const all = stop.discussion ? [] : store.stops.filter((one) => one.discussion).flatMap((one) => labelled(one, store));
		const rows = own.map((action) => this.row(action)).concat(all.map(({ action, label }) => this.row(action, label)));
		const heading = element("li", { class: "ms-set-head" }, __("Set in this meeting"), " ", element("span", { class: "ms-count" }, String(rows.length)));
		fill(this.set_here, rows.length ? [heading, rows] : []);
		if (focused) this.focus_row(focused);
	}

	focus_row(name) {
		this.set_here.querySelector(`[data-set="${CSS.escape(name)}"] :is(button, a)`)?.focus();
	}

	row(action, label) {
		return element(
			"li",
			{ class: "ms-set", "data-set": action.name },
			label && element("div", { class: "ms-quiet" }, label),
			element("div", {}, action.what),
			element("div", { class: "ms-review-who" }, element("span", {}, this.screen.store.worker_name(action.action_owner)), element("span", {}, said_short(action.due_on))),
			element("div", { class: "ms-set-choices" }, this.row_choices(action, label)),
			this.withdrawing.question_on(action)
		);
	}

	/** An action of the whole meeting's list is changed where it was set: its child is shown first. */
	row_choices(action, label) {
		const may = !label && !this.form.hidden && this.screen.can_act() && Number(action.can_write);
		const named = (words) => ({ class: "ms-link", "aria-label": words });
		return [
			may && button(__("Change"), () => this.edit(action), named(__("Change the action {0}", [action.what]))),
			may && ppoc.workflow.may_step("Action", "Open", "No longer needed") && button(__("Withdraw…"), () => this.withdrawing.ask(action), named(__("Withdraw the action {0}", [action.what]))),
			this.open_link(action),
		];
	}

	open_link(action) {
		const href = frappe.utils.get_form_link("Action", action.name);
		return element("a", { class: "ms-link", href, target: "_blank", rel: "noopener", "aria-label": __("Open the action {0}", [action.what]) }, __("Open"));
	}

	focus() {
		if (!this.form.hidden) this.what.focus();
	}
}

function drafts_of(meeting) {
	if (!half_typed.has(meeting)) half_typed.set(meeting, new Map());
	return half_typed.get(meeting);
}

function question_list(about) {
	return element("ul", { class: "ms-questions", "data-about": about, "aria-live": "polite" });
}

function labelled(stop, store) {
	return store.actions_new(stop).map((action) => ({ action, label: store.label_of(stop) }));
}

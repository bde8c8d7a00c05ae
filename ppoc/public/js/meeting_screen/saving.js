// Autosaves every field: a draft is a value that is in a field and not yet on the server. A draft is dropped
// only when the server has it; whatever goes wrong, it stays and is sent again.
import { same } from "./store";

const WAIT_AFTER_TYPING = 800;
const WAIT_AFTER_FAILURE = [2000, 4000, 8000, 15000];
const WAIT_AFTER_REFUSAL = 30000;
// Fields of which each is checked against the other: moved together, neither fits the other's old value.
const TOGETHER = { "Permanence Plan": ["predicted_start", "predicted_finish"], Child: ["potential", "potential_rationale"] };
// A mark holds no text that could be lost; asking which one is meant would only hold up the meeting.
const LAST_WORD_STANDS = ["state"];

export class Saving {
	constructor(store, send) {
		this.store = store;
		this.send = send;
		this.drafts = new Map();
		this.busy = new Set();
		this.failures = 0;
		this.saved_at = null;
	}

	draft(doctype, name, field) {
		return this.drafts.get(key_of(doctype, name, field));
	}

	/** Returns the value that a field shows: what was typed here, otherwise what the server has. */
	value(doctype, name, field) {
		const draft = this.draft(doctype, name, field);
		return draft ? draft.value : this.store.record(doctype, name)?.[field];
	}

	touch(doctype, name, field, value, wait = WAIT_AFTER_TYPING) {
		const key = key_of(doctype, name, field);
		const known = this.store.record(doctype, name)[field];
		let draft = this.drafts.get(key);
		if (!draft && same(value, known)) return;
		if (!draft) {
			draft = { doctype, name, field, base: known ?? null };
			this.drafts.set(key, draft);
		}
		draft.value = value;
		if (draft.state === "clash") return this.tell(draft);
		if (same(value, draft.base) && !this.busy.has(record_key(draft))) return this.drop(draft);
		draft.state = "typing";
		draft.held = false;
		this.tell(draft);
		this.later(draft, wait);
	}

	/** Forgets what was typed in a field and not saved. */
	forget(doctype, name, field) {
		const draft = this.draft(doctype, name, field);
		if (draft) this.drop(draft);
	}

	/** Keeps and shows a text that its field cannot read, or a date that is asked about first, but does not send it. */
	keep(doctype, name, field, text, state = "unreadable") {
		const key = key_of(doctype, name, field);
		const draft = this.drafts.get(key) || { doctype, name, field, base: this.store.record(doctype, name)[field] ?? null };
		this.drafts.set(key, draft);
		clearTimeout(draft.timer);
		draft.value = text;
		this.turn(draft, state);
	}

	/** Sends a value that a person was asked about first. */
	change_all_the_same(draft) {
		draft.state = "typing";
		this.touch(draft.doctype, draft.name, draft.field, draft.value, 0);
	}

	flush() {
		const waiting = this.unsaved.filter((draft) => ["typing", "failed"].includes(draft.state));
		const records = new Map(waiting.map((draft) => [record_key(draft), draft]));
		return Promise.all([...records.values()].map((draft) => this.retry(draft)));
	}

	later(draft, wait) {
		clearTimeout(draft.timer);
		draft.timer = setTimeout(() => this.retry(draft), wait);
	}

	retry(draft) {
		draft.held = false;
		return this.save_record(draft);
	}

	/** Sends one record's fields one after the other, each with the version this window last got from the
	 * server. */
	async save_record({ doctype, name }) {
		const key = record_key({ doctype, name });
		if (this.busy.has(key)) return;
		const due = () =>
			[...this.drafts.values()].find((d) => record_key(d) === key && ["typing", "failed"].includes(d.state) && !d.held);
		this.busy.add(key);
		try {
			for (let draft = due(); draft; draft = due()) await this.save_fields(this.with_others(draft));
		} finally {
			this.busy.delete(key);
			for (const draft of this.drafts.values()) if (record_key(draft) === key) draft.held = false;
		}
	}

	/** Returns the draft with those that are saved together with it, also if they were refused on their own. */
	with_others(draft) {
		if (!saved_together(draft.doctype, draft.field)) return [draft];
		const fields = TOGETHER[draft.doctype];
		const waits = (other) => record_key(other) === record_key(draft) && fields.includes(other.field) && ["typing", "failed"].includes(other.state);
		return this.unsaved.filter(waits);
	}

	async save_fields(drafts) {
		const sent = drafts.map((draft) => ({ draft, value: draft.value }));
		for (const draft of drafts) clearTimeout(draft.timer);
		for (const draft of drafts) this.turn(draft, "saving");
		try {
			const answer = await this.send(sent.map(({ draft, value }) => ({ ...draft, value })));
			for (const { draft, value } of sent) this.take(draft, value, answer);
		} catch (failure) {
			for (const draft of drafts) this.fail(failure, draft);
			if (!failure.kind) throw failure;
		}
	}

	take(draft, value, answer) {
		this.failures = 0;
		if (answer.clash) return answer.fields[draft.field] ? this.clash(draft, answer) : this.wait_for_others(draft);
		this.saved_at = new Date();
		this.store.apply(draft.doctype, draft.name, { ...answer.values, modified: answer.modified });
		this.settle(draft, value);
	}

	/** The field it was sent with was changed by somebody else: it is sent again once that is decided. */
	wait_for_others(draft) {
		draft.held = true;
		this.turn(draft, "typing");
		this.later(draft, WAIT_AFTER_FAILURE[0]);
	}

	settle(draft, value) {
		if (same(draft.value, value)) return this.drop(draft);
		draft.base = value;
		draft.held = true;
		this.turn(draft, "typing");
		this.later(draft, WAIT_AFTER_TYPING);
	}

	clash(draft, { fields, by_name, at, modified }) {
		Object.assign(draft, { theirs: fields[draft.field].theirs, by: by_name, at });
		this.store.apply(draft.doctype, draft.name, { modified });
		if (LAST_WORD_STANDS.includes(draft.field)) return this.decide(draft, draft.value);
		this.turn(draft, "clash");
	}

	/** Saves the text that a person has chosen after reading both. */
	decide(draft, value) {
		draft.base = draft.theirs;
		draft.value = value;
		draft.state = "typing";
		draft.held = false;
		this.tell(draft, { decided: true });
		if (same(value, draft.base)) this.drop(draft);
		else this.later(draft, 0);
	}

	/** Keeps the text in its field. What the server refuses waits for the user; what did not arrive is
	 * sent again. */
	fail(failure, draft) {
		this.failures += 1;
		draft.held = true;
		draft.reason = failure.message;
		draft.kind = failure.kind || "unreachable";
		this.turn(draft, "failed");
		const pause = WAIT_AFTER_FAILURE[Math.min(this.failures, WAIT_AFTER_FAILURE.length) - 1];
		this.later(draft, draft.kind === "refused" ? WAIT_AFTER_REFUSAL : pause);
	}

	drop(draft) {
		clearTimeout(draft.timer);
		this.drafts.delete(key_of(draft.doctype, draft.name, draft.field));
		draft.state = "saved";
		this.tell(draft);
	}

	turn(draft, state) {
		draft.state = state;
		this.tell(draft);
	}

	tell(draft, more = {}) {
		this.store.tell("draft", { draft, ...more });
	}

	get unsaved() {
		return [...this.drafts.values()];
	}
}

export const saved_together = (doctype, field) => Boolean(TOGETHER[doctype]?.includes(field));

const key_of = (doctype, name, field) => `${doctype}/${name}/${field}`;
const record_key = ({ doctype, name }) => `${doctype}/${name}`;

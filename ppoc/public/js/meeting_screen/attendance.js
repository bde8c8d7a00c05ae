// Who is here: a face for each person who is invited. A tap records that they are here; "All present" records everybody
// of whom nothing was recorded yet.
import { button, element, fill, unseen } from "./dom";
import { dialog } from "./dialog";
import { initials } from "./agenda_list";
import { record_attendance } from "./server";

const PRESENT = "Present";
const OTHERS = ["Apologies", "Absent"];

export class Attendance {
	constructor(screen) {
		this.screen = screen;
		this.sent = Promise.resolve();
		screen.store.on("attendance", () => this.draw());
	}

	open() {
		if (this.window?.open) return this.window.close();
		this.people = element("ul", { class: "ms-faces" });
		this.said = element("p", { class: "ms-faces-said", role: "status" });
		this.all = button(__("All present"), () => this.record_all(), { class: "ms-button ms-primary", autofocus: true });
		const form = frappe.utils.get_form_link("Meeting", this.screen.store.meeting.name);
		this.window = dialog({
			title: __("Who is here"),
			parent: this.screen.root,
			body: [this.said, this.people, element("p", {}, element("a", { href: form }, __("Somebody else is here: add them on the meeting’s form")))],
			buttons: [button(__("Close"), () => this.window.close()), this.all],
		});
		this.draw();
	}

	draw() {
		if (!this.window?.open) return;
		const { attendees } = this.screen.store;
		const focused = document.activeElement?.dataset.face;
		fill(this.people, attendees.map((person) => this.face(person)));
		if (focused) this.people.querySelector(`[data-face="${CSS.escape(focused)}"]`)?.focus();
		const open = attendees.filter(({ attendance }) => !attendance).length;
		fill(this.said, said_of(attendees.length, open));
		this.all.hidden = !this.may_record();
		this.all.disabled = !open;
	}

	may_record() {
		const { store } = this.screen;
		return Boolean(store.meeting.can_write) && !store.closed;
	}

	face(person) {
		const name = this.screen.store.worker_name(person.worker);
		const what = [person.chair ? __("Chair") : "", __(person.role || "")].filter(Boolean).join(", ");
		const parts = [
			element("span", { class: "ms-person", "aria-hidden": "true" }, initials(name)),
			element("span", { class: "ms-face-name" }, name, element("span", { class: "ms-face-role" }, what)),
			element("span", { class: "ms-face-mark" }, person.attendance ? __(person.attendance) : __("Not recorded")),
		];
		const choice = (word, label, attributes) =>
			button(label, () => this.record(person, person.attendance === word ? "" : word), {
				"aria-pressed": String(person.attendance === word),
				"data-face": `${person.name} ${word}`,
				disabled: !this.may_record(),
				...attributes,
			});
		return element(
			"li",
			{ class: "ms-face", "data-attendance": person.attendance || "Not recorded" },
			choice(PRESENT, parts, { class: "ms-button ms-face-button", title: __("Here") }),
			OTHERS.map((word) => choice(word, [__(word), unseen(`: ${name}`)], { class: "ms-button ms-small" }))
		);
	}

	record(person, word) {
		return this.send(() => ({ [person.name]: word }), __("{0}: {1}", [this.screen.store.worker_name(person.worker), word ? __(word) : __("Not recorded")]));
	}

	record_all() {
		const open = () => this.screen.store.attendees.filter(({ attendance }) => !attendance);
		return this.send(() => Object.fromEntries(open().map(({ name }) => [name, PRESENT])), __("All present"));
	}

	/** One tap after the other, however fast they come; `wanted` is asked for when its turn has come. */
	send(wanted, words) {
		const turn = this.sent.then(() => this.send_now(wanted(), words));
		this.sent = turn.catch(() => null);
		return turn;
	}

	/** Records what is wanted where nobody else has recorded something since, and can take it back. */
	async send_now(attendance, words) {
		const before = this.now_of(attendance);
		this.window.dataset.busy = "1";
		try {
			await this.ask(attendance, before);
			this.screen.store.tell("did", { words, stop: this.screen.stop, back: () => this.ask(before, attendance) });
		} catch (failure) {
			if (!failure.kind) throw failure;
			fill(this.said, __("Not saved: {0}", [failure.message]));
			this.screen.live.soon();
		} finally {
			delete this.window.dataset.busy;
		}
	}

	now_of(rows) {
		const known = this.screen.store.attendees.filter(({ name }) => name in rows);
		return Object.fromEntries(known.map(({ name, attendance }) => [name, attendance]));
	}

	/** Returns false if somebody else has recorded something else for one of them. */
	async ask(attendance, bases) {
		const { store } = this.screen;
		const { attendees, kept, modified } = await record_attendance({ meeting: store.meeting.name, attendance, bases });
		store.apply("Meeting", store.meeting.name, { modified });
		store.take_attendees(attendees, modified);
		if (kept.length) fill(this.said, __("Somebody else has recorded this already. It stays as they said."));
		return kept.length === 0;
	}
}

function said_of(invited, open) {
	if (!invited) return __("Nobody was invited to this meeting.");
	if (!open) return __("Everybody is recorded.");
	return open === 1 ? __("1 person is not recorded yet.") : __("{0} people are not recorded yet.", [open]);
}

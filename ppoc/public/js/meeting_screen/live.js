// What others do, as they do it. The realtime server only says that something changed; what it is comes by a call that
// checks permissions. Where there is no realtime server, the same call is made every few seconds.
import { discussion_data, leave, news } from "./server";

const WHEN_LIVE = 15000;
const WHEN_ASKING = 3000;
const WHEN_LOST = 4000;
const TOGETHER = 150;

export class Live {
	constructor(screen) {
		this.screen = screen;
		this.meeting = screen.store.meeting.name;
		this.since = screen.store.meeting.now || null;
		this.waiting = new Map();
		this.heard = (event) => this.on_event(event);
		this.left = () => this.say_goodbye();
	}

	start() {
		this.subscribe();
		window.addEventListener("pagehide", this.left);
		this.ask();
	}

	stop() {
		this.stopped = true;
		clearTimeout(this.timer);
		clearTimeout(this.fetching);
		frappe.realtime.off("ppoc_meeting", this.heard);
		frappe.realtime.socket?.off?.("connect", this.joined);
		if (frappe.realtime.open_docs?.has(`Meeting:${this.meeting}`)) frappe.realtime.doc_unsubscribe("Meeting", this.meeting);
		window.removeEventListener("pagehide", this.left);
		this.say_goodbye();
	}

	subscribe() {
		if (!frappe.realtime?.socket) return;
		frappe.realtime.on("ppoc_meeting", this.heard);
		this.joined = () => frappe.realtime.emit("doc_subscribe", "Meeting", this.meeting);
		frappe.realtime.socket.on("connect", this.joined);
		this.joined();
	}

	get is_live() {
		return Boolean(frappe.realtime?.socket?.connected);
	}

	on_event(event) {
		if (event.kind === "closed" || event.kind === "agenda") return this.soon();
		const known = this.screen.store.record(event.doctype, event.name);
		if (known && event.modified && known.modified === event.modified) return;
		if (event.discussion) this.want(event.discussion, event.user === frappe.session.user ? null : event.user_name);
		else this.soon();
	}

	want(discussion, by) {
		this.waiting.set(discussion, by || this.waiting.get(discussion) || null);
		clearTimeout(this.fetching);
		this.fetching = setTimeout(() => this.fetch(), TOGETHER);
	}

	async fetch() {
		const wanted = [...this.waiting];
		this.waiting.clear();
		for (const [name, by] of wanted) {
			const discussion = await discussion_data(name).catch(() => null);
			if (discussion && !this.stopped) this.screen.store.refresh(discussion, by);
		}
	}

	soon() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.ask(), TOGETHER);
	}

	async ask() {
		if (this.stopped) return;
		if (!this.screen.is_shown()) return this.rest();
		this.away = false;
		let pause = this.is_live ? WHEN_LIVE : WHEN_ASKING;
		try {
			const answer = await news(this.meeting, this.since, this.screen.stop?.id);
			this.take(answer);
			this.screen.store.tell("connection", this.is_live ? "live" : "asking");
			if (this.lost) this.screen.saving.flush();
			this.lost = false;
		} catch (failure) {
			this.lost = failure.kind === "unreachable";
			pause = WHEN_LOST;
			if (this.lost) this.screen.store.tell("connection", "lost");
		}
		clearTimeout(this.timer);
		if (!this.stopped) this.timer = setTimeout(() => this.ask(), pause);
	}

	/** The Desk shows another page: this one is not "in" the meeting meanwhile. */
	rest() {
		if (!this.away) this.say_goodbye();
		this.away = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.ask(), WHEN_ASKING);
	}

	take({ now, changed, present, meeting, general_actions }) {
		if (this.stopped) return;
		const { store } = this.screen;
		this.since = now;
		store.tell("presence", present);
		for (const { discussion, modified, by } of changed) {
			const stop = store.stops.find((one) => one.id === discussion);
			if (!stop) this.screen.offer_reload();
			else if (this.is_news(stop, modified)) this.want(discussion, by);
		}
		if (general_actions) store.general_actions = general_actions;
		if (general_actions) store.tell("actions", { stop: this.screen.stop });
		store.apply("Meeting", this.meeting, meeting);
	}

	is_news(stop, modified) {
		const known = [stop.discussion.modified, this.screen.store.values_of(stop)?.modified];
		return !modified || !known.includes(modified);
	}

	say_goodbye() {
		leave(this.meeting).catch(() => null);
	}
}

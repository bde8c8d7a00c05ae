// Shows what others do as they do it. The realtime server only says that something has changed; what it is
// comes with a request that checks permissions. Without a realtime server, the same request is made every few
// seconds.
import { client_id, leave, news } from "./server";

const WHEN_LIVE = 15000;
const WHEN_ASKING = 3000;
const WHEN_LOST = 4000;
const TOGETHER = 150;
const LINE = ["online", "offline"];

export class Live {
	constructor(screen) {
		this.screen = screen;
		this.meeting = screen.store.meeting.name;
		this.since = screen.store.meeting.now;
		this.heard = (event) => event.client !== client_id && this.soon();
		this.joined = () => frappe.realtime.emit("doc_subscribe", "Meeting", this.meeting);
		this.left = () => this.say_goodbye();
		this.line_changed = () => this.soon();
	}

	start() {
		if (frappe.realtime?.socket) {
			frappe.realtime.on("ppoc_meeting", this.heard);
			frappe.realtime.on("connect", this.joined);
			this.joined();
		}
		window.addEventListener("pagehide", this.left);
		for (const event of LINE) window.addEventListener(event, this.line_changed);
		this.screen.store.on("draft", ({ draft }) => draft.state === "failed" && draft.kind === "unreachable" && this.soon());
		this.ask();
	}

	stop() {
		this.stopped = true;
		clearTimeout(this.timer);
		if (frappe.realtime?.socket) {
			frappe.realtime.off("ppoc_meeting", this.heard);
			frappe.realtime.off("connect", this.joined);
			frappe.realtime.emit("doc_unsubscribe", "Meeting", this.meeting);
		}
		window.removeEventListener("pagehide", this.left);
		for (const event of LINE) window.removeEventListener(event, this.line_changed);
		this.say_goodbye();
	}

	get is_live() {
		return Boolean(frappe.realtime?.socket?.connected);
	}

	soon(pause = TOGETHER) {
		clearTimeout(this.timer);
		if (!this.stopped) this.timer = setTimeout(() => this.ask(), pause);
	}

	async ask() {
		if (this.stopped) return;
		if (!this.screen.is_shown()) return this.rest();
		if (this.asking) return (this.again = true);
		this.away = false;
		this.asking = true;
		const pause = await this.hear();
		this.asking = false;
		this.soon(this.again ? TOGETHER : pause);
		this.again = false;
	}

	async hear() {
		try {
			const answer = await news(this.meeting, this.since, this.screen.stop?.id);
			if (!this.stopped) this.take(answer);
			if (this.lost) this.screen.saving.flush();
			this.lost = false;
			return this.is_live ? WHEN_LIVE : WHEN_ASKING;
		} catch (failure) {
			if (!failure.kind) throw failure;
			this.lost = failure.kind === "unreachable";
			if (this.lost) this.screen.store.tell("connection", "lost");
			return WHEN_LOST;
		}
	}

	take({ now, present, names, meeting, attendees, rows, agenda }) {
		const { store } = this.screen;
		this.since = now;
		store.tell("connection", this.is_live ? "live" : "asking");
		store.tell("presence", present);
		store.apply("Meeting", this.meeting, meeting);
		if (attendees) store.take_attendees(attendees, meeting.modified);
		if (rows) store.take_in(rows, names);
		const known = store.stops.filter((stop) => stop.discussion).map((stop) => stop.id);
		if (agenda.length !== known.length || agenda.some((name) => !known.includes(name))) this.screen.offer_reload();
	}

	/** The Desk shows another page: until it comes back, this user is not "in" the meeting. */
	rest() {
		if (!this.away) this.say_goodbye();
		this.away = true;
		this.soon(WHEN_ASKING);
	}

	say_goodbye() {
		leave(this.meeting).catch(() => null);
	}
}

// Shows what others save as they save it. The realtime server says that a record has been saved; what stands in it comes
// with a request that checks permissions. Without a realtime server, the same request is made every few seconds.
import { changed_rows } from "./server";

const TOGETHER = 400;
const WHEN_LIVE = 30000;
const WHEN_ASKING = 4000;
const SAVED = ["Child", "Permanence Plan", "Action"];

export class Live {
	constructor(grid, now) {
		this.grid = grid;
		this.since = now;
		this.heard = (event) => SAVED.includes(event.doctype) && this.soon();
		this.joined = () => SAVED.forEach((doctype) => frappe.realtime.emit("doctype_subscribe", doctype));
	}

	start() {
		if (frappe.realtime?.socket) {
			frappe.realtime.on("list_update", this.heard);
			frappe.realtime.on("connect", this.joined);
			this.joined();
		}
		this.soon(this.pause);
	}

	stop() {
		this.stopped = true;
		clearTimeout(this.timer);
		frappe.realtime?.off("list_update", this.heard);
		frappe.realtime?.off("connect", this.joined);
	}

	get pause() {
		return frappe.realtime?.socket?.connected ? WHEN_LIVE : WHEN_ASKING;
	}

	soon(pause = TOGETHER) {
		clearTimeout(this.timer);
		if (!this.stopped) this.timer = setTimeout(() => this.ask(), pause);
	}

	async ask() {
		if (this.asking) return (this.again = true);
		this.asking = true;
		if (this.grid.is_shown()) await this.hear();
		this.asking = false;
		this.soon(this.again ? TOGETHER : this.pause);
		this.again = false;
	}

	async hear() {
		try {
			const answer = await changed_rows(this.grid.sheet, this.since);
			if (this.stopped) return;
			this.since = answer.now;
			this.grid.take_in(answer);
			if (this.lost) this.grid.saving.flush();
			this.lost = false;
		} catch (failure) {
			if (!failure.kind) throw failure;
			this.lost = failure.kind === "unreachable";
		}
	}
}

// The head: which meeting, how far it has got, and the three actions that concern the whole screen.
import { button, element, fill, key_hint } from "./dom";
import { clock_of_day, said } from "./dates";

export class Head {
	constructor(screen) {
		this.screen = screen;
		this.progress = element("p", { class: "ms-progress" });
		this.people = element("span", {});
		this.attendance = button([this.people, key_hint("I")], () => screen.attendance.open());
		this.full = button([__("Full screen"), key_hint("F")], () => screen.projector.toggle(), { "aria-pressed": "false" });
		this.close = button([__("Close the meeting"), key_hint("Q")], () => screen.closing.open(), { class: "ms-button ms-primary" });
		const help = button([__("Keyboard shortcuts"), key_hint("?")], () => screen.help.toggle());
		const { meeting } = screen.store;
		const facts = [meeting.team || meeting.locality, said(meeting.meeting_date), clock_of_day(meeting.start_time)];
		this.node = element(
			"div",
			{ class: "ms-head" },
			element("h1", { class: "ms-title" }, element("a", { href: frappe.utils.get_form_link("Meeting", meeting.name) }, __(meeting.forum))),
			element("p", { class: "ms-when-where" }, facts.filter(Boolean).join(" · ")),
			this.progress,
			element("div", { class: "ms-head-buttons" }, this.attendance, help, this.full, this.close)
		);
		screen.store.on("record", () => this.draw());
		screen.store.on("attendance", () => this.draw());
		this.draw();
	}

	draw() {
		const { store } = this.screen;
		const children = store.stops.filter((stop) => stop.discussion);
		const done = children.filter((stop) => store.state_of(stop) === "Done").length;
		const over = children.filter((stop) => store.state_of(stop) === "Carried over").length;
		const words = [__("{0} of {1} discussed", [done, children.length]), over > 0 && __("{0} carried over", [over])];
		fill(this.progress, store.closed ? __("Closed") : words.filter(Boolean).join(", "));
		const { present, invited } = counts_of(store);
		fill(this.people, __("Who is here: {0} of {1}", [present, invited]));
		this.close.hidden = store.closed || !store.meeting.can_close;
	}

	show_projector(on) {
		this.full.setAttribute("aria-pressed", String(on));
	}
}

function counts_of({ attendees }) {
	return { present: attendees.filter(({ attendance }) => attendance === "Present").length, invited: attendees.length };
}

// For items without children: what the meeting has agreed so far about all children, to be read out before it
// closes.
import { button, element, fill } from "./dom";

export class Agreed {
	constructor(screen) {
		this.screen = screen;
		this.node = element("section", { class: "ms-agreed", "aria-label": __("Agreed so far") });
		screen.store.on("record", () => this.draw());
	}

	draw() {
		const { stop } = this.screen;
		this.node.hidden = !stop || Boolean(stop.discussion);
		if (this.node.hidden) return;
		const lists = this.lists().filter(({ stops }) => stops.length);
		this.node.hidden = !lists.length;
		fill(this.node, lists.map((list) => this.list(list)));
	}

	lists() {
		const { store } = this.screen;
		const open = store.stops.filter((stop) => stop.discussion && !store.is_closed_to_me(stop));
		const blank = (stop) => store.plan_of(stop)?.status === "Prioritised" && !store.plan_of(stop).predicted_start;
		return [
			{
				title: __("Agreed for a list"),
				stops: open.filter(({ discussion }) => discussion.prioritise_for),
				says: ({ discussion }) => discussion.prioritise_for,
			},
			{
				title: __("Taken to the next {0}", [store.meeting.takes_to ? __(store.meeting.takes_to) : __("Permanence Panel")]),
				stops: open.filter(({ discussion }) => Number(discussion.take_on)),
				says: ({ discussion }) => discussion.take_on_reason,
			},
			{ title: __("Without a predicted start"), stops: open.filter(blank), says: () => "" },
			{ title: __("Not yet discussed"), stops: open.filter((stop) => ["To do", "Now"].includes(store.state_of(stop))), says: () => "" },
		];
	}

	list({ title, stops, says }) {
		const row = (stop) =>
			element("li", {}, button(this.screen.store.label_of(stop), () => this.screen.go(stop), { class: "ms-link" }), " ", says(stop));
		const heading = element("h3", { class: "ms-section-head" }, title, element("span", { class: "ms-count" }, String(stops.length)));
		return element("div", {}, heading, element("ul", {}, stops.map(row)));
	}
}

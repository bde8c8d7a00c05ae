// When: the next meeting, in two weeks, in four, or a date. Radio buttons, so the arrow keys choose.
import { element, fill, unique_id } from "./dom";
import { read_date, said_short, working_day_in } from "./dates";

export class WhenPicker {
	constructor({ onpick }) {
		this.onpick = onpick;
		this.group = unique_id("when");
		this.choices = element("div", { class: "ms-when", role: "radiogroup", "aria-label": __("When") });
		this.date = element("input", {
			class: "ms-input",
			type: "text",
			placeholder: __("e.g. 12/3, 12 Mar, +3w"),
			"aria-label": __("Due on"),
			oninput: () => this.changed(),
		});
		this.read = element("span", { class: "ms-quiet", role: "status" });
		this.date_row = element("div", { class: "ms-date-row", hidden: true }, this.date, this.read);
		this.node = element("div", {}, this.choices, this.date_row);
	}

	offer(today, next_meeting, closed) {
		this.today = today;
		const offers = [
			next_meeting && { id: "next", label: __("Next meeting"), date: next_meeting },
			{ id: "2w", label: __("+2 weeks"), date: working_day_in(today, 2, closed) },
			{ id: "4w", label: __("+4 weeks"), date: working_day_in(today, 4, closed) },
			{ id: "date", label: __("A date"), date: "" },
		].filter(Boolean);
		this.offers = offers;
		fill(this.choices, offers.map((offer) => this.choice(offer)));
	}

	choice({ id, label, date }) {
		const input = element("input", { type: "radio", name: this.group, value: id, onchange: () => this.changed() });
		return element("label", { class: "ms-when-choice" }, input, element("span", {}, label, date && element("small", {}, said_short(date))));
	}

	set({ choice, text }) {
		const wanted = this.offers.some((offer) => offer.id === choice) ? choice : this.offers[0].id;
		this.choices.querySelector(`[value="${wanted}"]`).checked = true;
		this.date.value = text || "";
		this.show();
	}

	get chosen() {
		return this.choices.querySelector(":checked")?.value;
	}

	get value() {
		if (this.chosen === "date") return read_date(this.date.value, this.today);
		return this.offers.find((offer) => offer.id === this.chosen)?.date || "";
	}

	changed() {
		this.show();
		this.onpick({ choice: this.chosen, text: this.date.value });
	}

	show() {
		this.date_row.hidden = this.chosen !== "date";
		this.read.textContent = this.date.value ? said_short(this.value) || __("not a date yet") : "";
	}
}

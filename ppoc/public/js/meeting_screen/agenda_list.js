// The agenda on the left: items with their minutes, children under each with slot and mark; search; who is
// where.
import { element, fill, key_hint, unseen } from "./dom";
import { clock_of_day } from "./dates";
import { sign_of, tone_of, words_of } from "./marks";

export class AgendaList {
	constructor(screen) {
		this.screen = screen;
		this.present = [];
		this.search = element("input", {
			type: "search",
			class: "ms-search",
			placeholder: __("Search children"),
			"aria-label": __("Search children on the agenda"),
			oninput: () => this.draw(),
			onkeydown: (event) => this.on_search_key(event),
		});
		this.found = element("p", { class: "ms-unseen", role: "status" });
		this.list = element("div", { class: "ms-agenda-items" });
		this.node = element(
			"nav",
			{ class: "ms-agenda", "aria-label": __("Agenda") },
			element("div", { class: "ms-search-box" }, this.search, key_hint("/")),
			this.found,
			this.list
		);
		screen.store.on("record", ({ doctype, fields }) => doctype === "Meeting Discussion" && fields.includes("state") && this.draw());
		screen.store.on("draft", () => this.mark_unsaved());
		screen.store.on("presence", (present) => this.show_presence(present));
	}

	show_presence(present) {
		const places = JSON.stringify(present.map(({ where, full_name }) => [where, full_name]));
		if (places === this.places) return;
		Object.assign(this, { present, places });
		this.draw();
	}

	draw() {
		const wanted = this.search.value.trim().toLowerCase();
		const focused = this.list.contains(document.activeElement) && document.activeElement.dataset.stop;
		const shown = this.screen.store.stops.filter((stop) => !wanted || this.screen.store.label_of(stop).toLowerCase().includes(wanted));
		this.found.textContent = wanted ? __("{0} found", [shown.length]) : "";
		const items = this.screen.store.agenda.map((item) => this.item(item, shown, wanted));
		const loose = shown.filter((stop) => !this.screen.store.agenda.includes(stop.item));
		if (loose.length) items.push(this.item(loose[0].item, loose, wanted));
		fill(this.list, items.filter(Boolean).length ? items : element("p", { class: "ms-quiet ms-pad" }, __("No child has that name.")));
		if (focused) this.row(focused)?.focus();
		this.mark_unsaved();
	}

	item(item, shown, wanted) {
		const stops = shown.filter((stop) => stop.item === item);
		if (wanted && !stops.length) return null;
		const done = stops.filter((stop) => stop.discussion && ["Done", "Carried over"].includes(this.screen.store.state_of(stop)));
		const children = stops.filter((stop) => stop.discussion);
		const heading = element(
			"h3",
			{ class: "ms-item-head" },
			element("span", { class: "ms-item-title" }, __(item.title)),
			element("span", { class: "ms-item-side" }, children.length > 0 && `${done.length}/${children.length}`, " ", minutes_of(item))
		);
		return element("section", { class: "ms-item" }, heading, element("ul", { class: "ms-stops" }, stops.map((stop) => this.stop(stop))));
	}

	stop(stop) {
		const mark = stop.discussion ? this.screen.store.state_of(stop) : "";
		const current = stop === this.screen.stop;
		const here = this.present.filter((one) => one.where === stop.id && !one.me);
		return element(
			"li",
			{},
			element(
				"button",
				{
					type: "button",
					class: `ms-stop ms-tone-${stop.discussion ? tone_of(mark) : "item"}`,
					"data-stop": stop.id,
					"aria-current": current ? "true" : null,
					onclick: () => this.screen.go(stop),
				},
				stop.discussion && element("span", { class: "ms-mark", title: words_of(mark), "aria-hidden": "true" }, sign_of(mark)),
				element("span", { class: "ms-stop-name" }, stop.discussion ? this.screen.store.label_of(stop) : __("Notes")),
				mark && unseen(`, ${words_of(mark)}`),
				here.map((one) => element("span", { class: "ms-here", title: __("{0} is here", [one.full_name]) }, initials(one.full_name))),
				stop.discussion?.slot_time && element("span", { class: "ms-slot" }, clock_of_day(stop.discussion.slot_time))
			)
		);
	}

	show_current() {
		for (const row of this.list.querySelectorAll(".ms-stop")) {
			if (row.dataset.stop === this.screen.stop.id) row.setAttribute("aria-current", "true");
			else row.removeAttribute("aria-current");
		}
		this.row(this.screen.stop.id)?.scrollIntoView({ block: "nearest" });
	}

	mark_unsaved() {
		const unsaved = new Set(this.screen.saving.unsaved.filter((d) => ["failed", "clash", "unreadable", "asked"].includes(d.state)).map((d) => d.name));
		for (const row of this.list.querySelectorAll(".ms-stop")) row.classList.toggle("ms-unsaved", unsaved.has(row.dataset.stop));
	}

	row(id) {
		return this.list.querySelector(`[data-stop="${CSS.escape(id)}"]`);
	}

	on_search_key(event) {
		if (event.key === "Escape" && this.search.value) {
			this.search.value = "";
			this.draw();
			event.stopPropagation();
		}
		const first = this.list.querySelector(".ms-stop");
		if (event.key === "ArrowDown" && first) {
			event.preventDefault();
			first.focus();
		}
		if (event.key === "Enter" && first) this.open_found(first.dataset.stop);
	}

	open_found(id) {
		this.search.value = "";
		this.screen.go(this.screen.store.stops.find((stop) => stop.id === id));
		this.draw();
	}
}

function minutes_of(item) {
	return item.minutes ? __("{0} min", [item.minutes]) : "";
}

export function initials(name) {
	return (name || "?").split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
}

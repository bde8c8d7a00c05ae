// Who: a combobox that offers the people of this child first, then the attendees, then anybody in the
// service.
import { element, fill, unique_id } from "./dom";
import { call } from "./server";

export class PersonPicker {
	constructor({ label, onpick }) {
		this.onpick = onpick;
		this.options = [];
		this.at = -1;
		this.list = element("ul", { class: "ms-options", role: "listbox", id: unique_id("people"), "aria-label": label, hidden: true });
		this.input = element("input", {
			class: "ms-input",
			type: "text",
			role: "combobox",
			autocomplete: "off",
			"aria-expanded": "false",
			"aria-autocomplete": "list",
			"aria-controls": this.list.id,
			oninput: () => this.on_typed(),
			onfocus: () => this.open(),
			onclick: () => this.open(),
			onblur: () => this.on_leave(),
			onkeydown: (event) => this.on_key(event),
		});
		this.node = element("div", { class: "ms-picker" }, this.input, this.list);
	}

	offer(people) {
		this.people = people;
	}

	set(person) {
		this.picked = person;
		this.input.value = person ? person.worker_name : "";
	}

	on_typed() {
		this.picked = null;
		this.onpick(null);
		this.found = [];
		this.open();
		clearTimeout(this.timer);
		const text = this.input.value.trim();
		if (text.length > 1) this.timer = setTimeout(() => this.look_up(text), 250);
	}

	/** Finds anybody whom the user may see, by Frappe's own permission-checked search. */
	async look_up(text) {
		const args = { doctype: "Worker", txt: text, page_length: 8, filters: JSON.stringify({ active: 1 }) };
		const rows = (await call("frappe.desk.search.search_link", args, { post: true }).catch(() => [])) || [];
		if (this.input.value.trim() !== text) return;
		const known = new Set(this.people.map((one) => one.worker));
		this.found = rows
			.filter((row) => !known.has(row.value))
			.map((row) => ({ worker: row.value, worker_name: row.label || name_in(row), why: __("elsewhere in the service") }));
		if (document.activeElement === this.input) this.open();
	}

	open() {
		const wanted = this.picked ? "" : this.input.value.trim().toLowerCase();
		const near = this.people.filter((one) => !wanted || one.worker_name.toLowerCase().includes(wanted));
		this.options = near.concat(this.found || []);
		this.at = wanted && this.options.length ? 0 : -1;
		fill(this.list, this.options.map((person, index) => this.option(person, index)));
		this.show(this.options.length > 0);
	}

	option(person, index) {
		return element(
			"li",
			{
				role: "option",
				id: `${this.list.id}-${index}`,
				class: "ms-option",
				"aria-selected": String(index === this.at),
				onmousedown: (event) => { event.preventDefault(); this.pick(person); },
			},
			element("span", {}, person.worker_name),
			person.why && element("span", { class: "ms-quiet" }, __(person.why))
		);
	}

	show(open) {
		this.list.hidden = !open;
		this.input.setAttribute("aria-expanded", String(open));
		this.point();
	}

	point() {
		[...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
		const row = this.list.children[this.at];
		if (row && !this.list.hidden) this.input.setAttribute("aria-activedescendant", row.id);
		else this.input.removeAttribute("aria-activedescendant");
		row?.scrollIntoView?.({ block: "nearest" });
	}

	on_key(event) {
		const open = !this.list.hidden;
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			if (!open) return this.open();
			const by = event.key === "ArrowDown" ? 1 : -1;
			this.at = (this.at + by + this.options.length) % this.options.length;
			this.point();
		} else if (event.key === "Enter" && open && this.at >= 0 && !event.ctrlKey) {
			event.preventDefault();
			this.pick(this.options[this.at]);
		} else if (event.key === "Escape" && open) {
			event.preventDefault();
			event.stopPropagation();
			this.show(false);
		}
	}

	pick(person) {
		this.set(person);
		this.show(false);
		this.onpick(person);
	}

	/** A name typed in full counts as picked; so does the only suggestion left. */
	on_leave() {
		const text = this.input.value.trim().toLowerCase();
		this.show(false);
		if (this.picked || !text) return;
		const fits = this.options.filter((one) => one.worker_name.toLowerCase() === text);
		const only = fits.length ? fits : this.options;
		if (only.length === 1) this.pick(only[0]);
	}
}

const name_in = (row) => (row.description || row.value).split(",")[0];

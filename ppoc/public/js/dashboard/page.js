// The Desk page: two filters, one request, and its result. The filters are in the URL, so that a bookmark
// opens the same view.
import { element, fill } from "../meeting_screen/dom";
import { draw } from "./sections";

frappe.provide("frappe.ppoc.dashboard");

const FILTERS = [
	["locality", __("Locality"), "Locality"],
	["team", __("Team"), "Team"],
];

class Dashboard {
	constructor(wrapper) {
		this.page = wrapper.page;
		this.root = element("div", { class: "pd", "aria-live": "polite" });
		this.page.main.get(0).append(this.root);
		this.fields = Object.fromEntries(FILTERS.map((filter) => [filter[0], this.add_filter(...filter)]));
		this.page.set_secondary_action(__("Refresh"), () => this.refresh());
	}

	add_filter(fieldname, label, options) {
		return this.page.add_field({
			fieldname,
			label,
			fieldtype: "Link",
			options,
			only_select: 1,
			change: () => this.changed(),
			get_query: () => ({ filters: this.narrows(fieldname) }),
		});
	}

	narrows(fieldname) {
		const locality = this.fields.locality.get_value();
		return fieldname === "team" && locality ? { active: 1, locality } : { active: 1 };
	}

	get place() {
		const asked = FILTERS.map(([name]) => [name, this.fields[name].get_value()]);
		return Object.fromEntries(asked.filter(([, value]) => value));
	}

	async show() {
		const asked = frappe.route_options || Object.fromEntries(new URLSearchParams(window.location.search));
		frappe.route_options = null;
		this.setting = true;
		for (const [name] of FILTERS) {
			if (name in asked) await this.fields[name].set_value(asked[name]);
		}
		this.setting = false;
		return this.refresh();
	}

	changed() {
		if (this.setting || JSON.stringify(this.place) === this.shown) return;
		this.refresh();
	}

	async refresh() {
		const place = this.place;
		this.shown = JSON.stringify(place);
		const query = new URLSearchParams(place).toString();
		window.history.replaceState(null, "", window.location.pathname + (query ? `?${query}` : ""));
		if (!this.root.children.length) fill(this.root, element("p", {}, __("Counting…")));
		this.root.setAttribute("aria-busy", "true");
		try {
			const data = await ppoc.ask("ppoc.reporting.figures.api.dashboard", place);
			if (this.shown === JSON.stringify(place)) draw(this.root, data);
		} finally {
			this.root.removeAttribute("aria-busy");
		}
	}
}

frappe.ppoc.dashboard.show = (wrapper) => {
	wrapper.dashboard ||= new Dashboard(wrapper);
	return wrapper.dashboard.show();
};

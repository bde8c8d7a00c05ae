// What if: counts the caseload under another pack or a changed rule, batch by batch; the server writes
// nothing.
import { add_outcome, nothing } from "./sums";
import { result_html, draw_chart } from "./tables";

frappe.provide("ppoc.what_if");

ppoc.what_if.show = (wrapper) => {
	wrapper.ppoc_what_if ||= new WhatIf(wrapper);
	wrapper.ppoc_what_if.open(frappe.route_options?.rule);
	frappe.route_options = null;
};

class WhatIf {
	constructor(wrapper) {
		this.page = wrapper.page;
		this.asked = 0;
		this.add_fields();
		this.$place = $(`<div class="ppoc-what-if frappe-card p-4 mt-3" role="status" aria-live="polite"></div>`).appendTo(this.page.main);
		this.page.set_primary_action(__("Compare"), () => this.compare());
	}

	add_fields() {
		const add = (df) => this.page.add_field({ ...df, change: () => {} });
		this.fields = {
			pack: add({ fieldname: "pack", fieldtype: "Select", label: __("Practice pack"), options: [] }),
			mode: add({
				fieldname: "mode",
				fieldtype: "Select",
				label: __("Use it"),
				options: [
					{ value: "Instead", label: __("instead of the rules in use") },
					{ value: "Beside", label: __("alongside the rules in use") },
				],
				default: "Instead",
			}),
			months: add({
				fieldname: "months",
				fieldtype: "Select",
				label: __("Looking ahead"),
				options: [1, 3, 6, 12].map((value) => ({ value, label: value === 1 ? __("1 month") : __("{0} months", [value]) })),
				default: 3,
			}),
			locality: add({ fieldname: "locality", fieldtype: "Link", options: "Locality", label: __("Locality") }),
			team: add({ fieldname: "team", fieldtype: "Link", options: "Team", label: __("Team") }),
		};
		this.fields.months.set_value(3);
		this.fields.mode.set_value("Instead");
	}

	/** Opened from a rule's form, it compares that rule as it is there; otherwise a pack. */
	async open(rule) {
		this.rule = rule || null;
		for (const name of ["pack", "mode"]) this.fields[name].$wrapper.toggle(!this.rule);
		this.$place.html(`<p class="text-muted">${this.intro()}</p>`);
		if (this.rule) return this.compare();
		if (this.packs) return;
		this.packs = await ppoc.ask("ppoc.timescales.whatif.api.packs");
		const options = this.packs.map(({ folder, name }) => ({ value: folder, label: name }));
		this.fields.pack.df.options = [{ value: "", label: "" }, ...options];
		this.fields.pack.refresh();
	}

	intro() {
		if (this.rule) return __("The caseload with the rule “{0}” as it is on its form.", [ppoc.words.escape(this.name())]);
		return __("Choose a pack to see what would be late under it, and how often people would have to meet. Nothing is changed.");
	}

	name() {
		return this.rule ? this.rule.rule_name : this.packs.find((pack) => pack.folder === this.fields.pack.get_value())?.name;
	}

	args() {
		const values = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.get_value() || ""]));
		return this.rule ? { ...values, pack: "", rule: this.rule } : values;
	}

	async compare() {
		const args = this.args();
		if (!args.pack && !args.rule) return frappe.show_alert({ message: __("Choose a practice pack."), indicator: "orange" });
		const asked = ++this.asked;
		const all = await this.count(args, () => asked === this.asked);
		if (!all) return;
		const discussed = { now: all.now.discussed, then: all.then.discussed };
		const load = await frappe.xcall("ppoc.timescales.whatif.api.load", { ...args, discussed });
		if (asked !== this.asked) return;
		const title = this.rule ? __("With the rule “{0}”", [this.name()]) : __("Under the pack “{0}”", [this.name()]);
		this.$place.html(result_html(title, all, load, Number(args.months)));
		draw_chart(this.$place.find(".ppoc-what-if-chart")[0], load);
	}

	async count(args, is_wanted) {
		const all = { now: nothing(), then: nothing(), looked_at: 0, total: 0 };
		let batch = { next: "" };
		do {
			batch = await frappe.xcall("ppoc.timescales.whatif.api.count", { ...args, after: batch.next });
			if (!is_wanted()) return null;
			add_outcome(all.now, batch.now);
			add_outcome(all.then, batch.then);
			all.looked_at += batch.batch;
			all.total = batch.total ?? all.total;
			const percent = all.total ? Math.round((100 * all.looked_at) / all.total) : 100;
			this.$place.html(`<p>${__("{0}% of the children counted…", [percent])}</p>`);
		} while (batch.next);
		return all;
	}
}

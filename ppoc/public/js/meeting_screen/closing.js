// Closing the meeting: first what will happen, then, when the person says so, all of it in one step.
import { button, element, fill } from "./dom";
import { dialog } from "./dialog";
import { close_meeting, preview_closing } from "./server";

const KINDS = {
	list: () => __("Moved onto a list"),
	potential: () => __("Potential decided"),
	plan: () => __("Plans"),
	panel: () => __("Taken to panel"),
	decision: () => __("Decisions"),
	carried: () => __("Carried over"),
	action: () => __("Actions set"),
	note: () => __("Case notes"),
	email: () => __("Emails"),
};

export class Closing {
	constructor(screen) {
		this.screen = screen;
	}

	async open() {
		if (this.window?.open || !this.screen.store.meeting.can_close || this.screen.store.closed) return;
		await this.screen.save_now();
		this.body = element("div", { role: "status" }, __("Looking what will happen…"));
		this.go = button(__("Close the meeting"), () => this.close(), { class: "ms-button ms-primary", disabled: true });
		this.window = dialog({
			title: __("Close the meeting"),
			parent: this.screen.root,
			body: this.body,
			buttons: [button(__("Not yet"), () => this.window.close()), this.go],
		});
		this.look();
	}

	async look() {
		try {
			this.preview = await preview_closing(this.screen.store.meeting.name);
			this.draw();
		} catch (failure) {
			fill(this.body, element("p", { class: "ms-warning" }, failure.message));
		}
	}

	draw() {
		const { blockers, warnings, effects, unreviewed, emails_to, summary } = this.preview;
		const unsaved = this.screen.saving.unsaved.length;
		this.acknowledge = unreviewed.length ? element("input", { type: "checkbox", onchange: () => this.allow() }) : null;
		fill(
			this.body,
			summary && element("p", { class: "ms-summary" }, summary),
			unsaved > 0 && element("p", { class: "ms-warning" }, __("{0} fields are not saved yet. Save them first.", [unsaved])),
			this.group(__("This must be put right first"), blockers.map((one) => this.row(one)), "ms-blockers"),
			this.group(__("To be aware of"), warnings.map((one) => this.row(one)), "ms-warnings"),
			this.acknowledge &&
				element("label", { class: "ms-check" }, this.acknowledge, " ", __("Close although {0} actions of last time were not reviewed: they come up again next time", [unreviewed.length])),
			this.effects(effects),
			this.group(__("Emails go to"), emails_to.map((one) => element("li", {}, one.worker_name || one.words || "")))
		);
		this.allow();
		if (!this.go.disabled) this.go.focus();
	}

	effects(effects) {
		const kinds = [...new Set(effects.map((effect) => effect.kind))];
		return kinds.map((kind) =>
			this.group(KINDS[kind]?.() || __(frappe.unscrub(kind)), effects.filter((effect) => effect.kind === kind).map((one) => this.row(one)))
		);
	}

	group(title, rows, tone = "") {
		if (!rows.length) return null;
		return element("section", { class: `ms-effects ${tone}` }, element("h3", { class: "ms-section-head" }, title, " ", element("span", { class: "ms-count" }, String(rows.length))), element("ul", {}, rows));
	}

	row({ words, discussion }) {
		const stop = discussion && this.screen.store.stops.find((one) => one.id === discussion);
		const show = () => {
			this.window.close();
			this.screen.go(stop);
		};
		return element("li", {}, words, stop && [" ", button(__("Show"), show, { class: "ms-button ms-small" })]);
	}

	allow() {
		const refused = !this.preview.can_close && this.preview.blockers.length > 0;
		this.go.disabled = refused || this.screen.saving.unsaved.length > 0 || Boolean(this.acknowledge && !this.acknowledge.checked);
	}

	async close() {
		this.go.disabled = true;
		const acknowledge_unreviewed = Boolean(this.acknowledge?.checked);
		try {
			const closed = await close_meeting({ meeting: this.screen.store.meeting.name, modified: this.preview.modified, acknowledge_unreviewed });
			this.screen.store.apply("Meeting", this.screen.store.meeting.name, { ...closed, can_write: this.screen.store.meeting.can_write });
			this.window.close();
			this.screen.announce(__("The meeting is closed. {0}", [closed.closing_summary || ""]));
			this.screen.notice(__("The meeting is closed. {0}", [closed.closing_summary || ""]));
		} catch (failure) {
			fill(this.body, element("p", { class: "ms-warning", role: "alert" }, __("The meeting is not closed: {0}", [failure.message])));
			this.look_again();
		}
	}

	look_again() {
		this.body.append(button(__("Look again"), () => this.look()));
	}
}

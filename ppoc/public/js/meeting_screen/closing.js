// Closing the meeting: first shows what will happen, then does all of it in one step when the user confirms.
import { button, element, fill } from "./dom";
import { dialog } from "./dialog";
import { close_meeting, preview_closing } from "./server";

// As preview_closing names them.
const KINDS = {
	potential: () => __("Potential decided"),
	list: () => __("Moved onto a list"),
	panel: () => __("Taken to panel"),
	plan: () => __("Next stage"),
	decision: () => __("Decisions of the Head of Service"),
	carried: () => __("Carried over to the next meeting"),
	note: () => __("Case notes"),
	action: () => __("Actions that were set"),
	need: () => __("Unmet needs logged"),
	told: () => __("Brought to people"),
	email: () => __("Emails"),
};
const SHORT = 4;

function receivers(people) {
	return people.length ? [{ kind: "email", words: people.map((person) => person.worker_name).join(", ") }] : [];
}

const unreached = ({ worker_name, why }) => ({ words: `${worker_name} ${why}` });

export class Closing {
	constructor(screen) {
		this.screen = screen;
	}

	async open() {
		if (this.window?.open || !this.screen.store.meeting.can_close || this.screen.store.closed) return;
		await this.screen.save_now();
		this.body = element("div", { role: "status" }, __("Checking what will happen…"));
		this.asked = element("div", { class: "ms-asked-first" });
		this.go = button(__("Close the meeting"), () => this.close(), { class: "ms-button ms-primary", disabled: true });
		this.window = dialog({
			title: __("Close the meeting"),
			parent: this.screen.root,
			body: this.body,
			buttons: [this.asked, button(__("Not yet"), () => this.window.close(), { autofocus: true }), this.go],
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
		const { blockers, warnings, effects, unreviewed, emails_to, no_email_to, summary, actions_set } = this.preview;
		const unsaved = this.screen.saving.unsaved.length;
		fill(
			this.body,
			element("p", { class: "ms-summary" }, summary),
			unsaved > 0 && element("p", { class: "ms-warning" }, unsaved === 1 ? __("1 field is not saved yet. Save it first.") : __("{0} fields are not saved yet. Save them first.", [unsaved])),
			this.group(__("This must be put right first"), blockers, "ms-blockers"),
			actions_set > 0 && element("p", {}, actions_set === 1 ? __("1 action was set.") : __("{0} actions were set.", [actions_set])),
			this.effects(effects.concat(receivers(emails_to))),
			this.group(__("Does not get the email"), no_email_to.map(unreached), "ms-warnings"),
			this.group(__("Please note"), warnings, "ms-warnings")
		);
		this.ask(unreviewed.length);
		this.allow();
		if (!this.go.disabled) this.go.focus();
	}

	/** Actions that nobody reviewed come up again next time; closing without them needs a tick. */
	ask(count) {
		this.acknowledge = count ? element("input", { type: "checkbox", onchange: () => this.allow() }) : null;
		const words = count === 1 ? __("1 action was not reviewed: close anyway") : __("{0} actions were not reviewed: close anyway", [count]);
		fill(this.asked, count > 0 && element("label", { class: "ms-check" }, this.acknowledge, " ", words));
	}

	effects(effects) {
		const kinds = [...new Set(effects.map((effect) => effect.kind))];
		return kinds.map((kind) => this.group(KINDS[kind]?.() || __(frappe.unscrub(kind)), effects.filter((one) => one.kind === kind)));
	}

	/** A long list starts folded, so that what matters stays visible. */
	group(title, remarks, tone = "") {
		if (!remarks.length) return null;
		const heading = [title, " ", element("span", { class: "ms-count" }, String(remarks.length))];
		return element(
			"details",
			{ class: `ms-effects ${tone}`, open: remarks.length <= SHORT || tone === "ms-blockers" },
			element("summary", { class: "ms-effects-head" }, heading),
			element("ul", {}, remarks.map((remark) => this.row(remark)))
		);
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
		const refused = !this.preview.can_close;
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
			this.say_what_is_next(closed);
		} catch (failure) {
			fill(this.body, element("p", { class: "ms-warning", role: "alert" }, __("The meeting is not closed: {0}", [failure.message])));
			this.look_again();
		}
	}

	/** Says what closing did, and offers the receipt of the email and the next step. */
	say_what_is_next({ closing_summary, closed_on }) {
		const { meeting } = this.screen.store;
		const small = { class: "ms-button ms-small" };
		const receipt = () => ppoc.sending.receipt({ meeting: meeting.name, kind: "targeted_work", since: closed_on });
		this.screen.notice([
			__("The meeting is closed. {0}", [closing_summary || ""]),
			" ",
			this.preview.emails_to.length > 0 && button(__("Who got the email"), receipt, small),
			" ",
			button(__("Issue the notes"), () => frappe.set_route("Form", "Meeting", meeting.name), small),
		]);
	}

	look_again() {
		this.body.append(button(__("Check again"), () => this.look()));
	}
}

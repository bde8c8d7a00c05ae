// The meeting screen: assembles the parts and decides what each key and button does with them.
import { ActionReview } from "./action_review";
import { Agreed } from "./agreed";
import { AgendaList } from "./agenda_list";
import { Attendance } from "./attendance";
import { ChildStrip } from "./child_strip";
import { Closing } from "./closing";
import { button, element, fill, is_text_entry } from "./dom";
import { FieldsPanel } from "./fields_panel";
import { FocusKeeper } from "./focus_keeper";
import { Foot } from "./foot";
import { Head } from "./head";
import { Help } from "./help";
import { ItemClock } from "./item_clock";
import { listen_to_keys } from "./keys";
import { Live } from "./live";
import { NewAction } from "./new_action";
import { OnePage } from "./one_page";
import { Projector } from "./projector";
import { Saving } from "./saving";
import { save_field, save_fields } from "./server";
import { Store } from "./store";
import { Undo } from "./undo";
import { warn_of_capacity } from "./capacity";

export class MeetingScreen {
	/** `at` is the stop to begin with, where the agenda has been drawn again. */
	constructor(root, data, reload, at = null) {
		Object.assign(this, { root, reload });
		this.store = new Store(data);
		this.saving = new Saving(this.store, (drafts) => this.send(drafts));
		this.voice = element("div", { class: "ms-unseen", "aria-live": "polite" });
		this.message = element("div", { class: "ms-message", role: "alert", hidden: true });
		this.build();
		this.start(at);
	}

	build() {
		this.agenda = new AgendaList(this);
		this.strip = new ChildStrip(this);
		this.review = new ActionReview(this);
		this.fields = new FieldsPanel(this);
		this.agreed = new Agreed(this);
		this.new_action = new NewAction(this);
		this.projector = new Projector(this);
		this.closing = new Closing(this);
		this.attendance = new Attendance(this);
		this.help = new Help(this);
		this.one_page = new OnePage(this);
		this.undo = new Undo(this);
		this.foot = new Foot(this);
		this.head = new Head(this);
		this.restricted = element("p", { class: "ms-restricted", hidden: true });
		this.guidance = element("p", { class: "ms-guidance" });
		const parts = [this.guidance, this.review.node, this.fields.node, this.agreed.node];
		this.panels = element("div", { class: "ms-panels" }, this.restricted, parts);
		this.middle = element("main", { class: "ms-child", tabindex: "-1" }, this.message, this.strip.node, this.panels);
		const columns = element("div", { class: "ms-columns" }, this.agenda.node, this.middle, this.new_action.node);
		fill(this.root, this.head.node, columns, this.foot.node, this.voice);
	}

	start(at) {
		this.keeper = new FocusKeeper(this);
		this.keeper.start();
		this.live = new Live(this);
		this.clock = new ItemClock(this);
		this.stop_keys = listen_to_keys(this);
		this.leaving = (event) => this.before_leaving(event);
		window.addEventListener("beforeunload", this.leaving);
		this.store.on("record", (news) => this.on_record(news));
		this.store.on("draft", ({ draft }) => draft.state === "clash" && this.announce(__("Somebody else changed this field too. Both texts are kept.")));
		warn_of_capacity(this);
		this.agenda.draw();
		const before = this.store.stops.find((stop) => stop.id === at);
		const now = before || this.store.stops.find((stop) => stop.discussion && this.store.state_of(stop) === "Now");
		const first = this.store.stops.find((stop) => stop.discussion) || this.store.stops[0];
		if (now || first) this.go(now || first);
		else fill(this.middle, element("p", { class: "ms-restricted" }, __("This meeting has no agenda yet. Confirm it first: that fills the agenda.")));
		this.live.start();
	}

	stop_all() {
		this.saving.flush();
		this.live.stop();
		this.clock.stop();
		this.projector.stop();
		this.stop_keys();
		this.keeper.stop();
		window.removeEventListener("beforeunload", this.leaving);
	}

	is_shown() {
		return this.root.isConnected && this.root.offsetParent !== null;
	}

	send(drafts) {
		const [{ doctype, name, field, value, base }] = drafts;
		const meeting = this.store.meeting.name;
		if (drafts.length === 1) return save_field({ doctype, name, fieldname: field, value, read_value: base, meeting });
		const of = (part) => Object.fromEntries(drafts.map((draft) => [draft.field, draft[part]]));
		return save_fields({ doctype, name, values: of("value"), bases: of("base"), meeting });
	}

	go(stop, { focus = true } = {}) {
		if (!stop) return;
		this.saving.flush();
		this.stop = stop;
		this.message.hidden = true;
		this.strip.show();
		this.guidance.textContent = (stop.item.guidance || "").split("\n").map((line) => __(line.trim())).join("\n");
		this.review.show();
		this.fields.show(stop);
		this.agreed.draw();
		this.new_action.show();
		this.show_restriction();
		this.agenda.show_current();
		this.panels.scrollTop = 0;
		if (focus) this.focus_child();
		this.announce(this.spoken(stop));
	}

	show_restriction() {
		const closed = this.store.is_closed_to_me(this.stop);
		this.restricted.hidden = !closed && !this.store.child_of(this.stop)?.restricted;
		this.restricted.textContent = closed
			? __("Restricted record. You are not one of the people who may see it.")
			: __("Restricted record: only the people named on it may see it. If others are watching, take it off the screen.");
	}

	spoken(stop) {
		const at = this.store.stops.indexOf(stop) + 1;
		const mark = stop.discussion ? __(this.store.state_of(stop)) : "";
		return [this.store.label_of(stop), stop.discussion && __(stop.item.title), mark, __("{0} of {1}", [at, this.store.stops.length])].filter(Boolean).join(", ");
	}

	step(by) {
		const at = this.store.stops.indexOf(this.stop) + by;
		if (at < 0) return this.announce(__("This is the first child."));
		if (at >= this.store.stops.length) return this.announce(__("This is the last child."));
		this.go(this.store.stops[at]);
	}

	/** In a new action or a question the same keys send it; elsewhere they finish the child. */
	done_and_next() {
		const form = document.activeElement?.closest?.(".ms-new, .ms-question");
		if (form) return form.requestSubmit();
		this.finish("Done");
	}

	finish(mark) {
		const { stop } = this;
		if (document.activeElement && is_text_entry(document.activeElement)) document.activeElement.blur();
		if (stop.discussion && !this.can_write(stop)) return;
		const at = this.store.stops.indexOf(stop);
		const next = this.store.stops[at + 1];
		const begins = next?.discussion && this.can_write(next) && this.mark_of(next) === "To do";
		this.marking(mark, () => {
			if (stop.discussion) this.set_mark(stop, mark);
			if (begins) this.set_now(next);
		});
		if (next) this.go(next);
		else this.focus_child();
	}

	mark(mark) {
		if (!this.stop.discussion || !this.can_write(this.stop)) return;
		this.marking(mark, () => (mark === "Now" ? this.set_now(this.stop) : this.set_mark(this.stop, mark)));
		this.announce(__("{0}: {1}", [this.store.label_of(this.stop), __(mark)]));
	}

	/** Sets marks, so that undoing puts back each of them that nobody has changed since. */
	marking(mark, set) {
		const stops = this.store.stops.filter((stop) => stop.discussion);
		const before = stops.map((stop) => [stop, this.mark_of(stop)]);
		set();
		const changed = before.filter(([stop, was]) => this.mark_of(stop) !== was).map(([stop, was]) => [stop, was, this.mark_of(stop)]);
		if (!changed.length) return;
		const words = __("{0}: {1}", [this.store.label_of(this.stop), __(mark)]);
		this.store.tell("did", { words, stop: this.stop, back: () => this.unmark(changed) });
	}

	unmark(changed) {
		const still = changed.filter(([stop, , became]) => this.mark_of(stop) === became);
		for (const [stop, was] of still) this.set_mark(stop, was);
		this.focus_child();
		return still.length > 0;
	}

	/** Sets the child that this window had at "now" and left without finishing back to "to do". */
	set_now(stop) {
		const before = this.now_here;
		if (before && before !== stop && this.mark_of(before) === "Now") this.set_mark(before, "To do");
		this.now_here = stop;
		this.set_mark(stop, "Now");
	}

	mark_of(stop) {
		return this.saving.value("Meeting Discussion", stop.id, "state");
	}

	set_mark(stop, mark) {
		this.saving.touch("Meeting Discussion", stop.id, "state", mark, 0);
	}

	toggle_panel() {
		const taken = this.fields.enter("take_on", (value) => (Number(value) ? 0 : 1));
		if (taken === null) return this.announce(__("This item takes nobody to the panel."));
		this.announce(taken ? __("Taken to the next panel") : __("Not taken to the panel"));
		if (taken) this.fields.focus_field("take_on_reason");
	}

	can_write(stop) {
		return Boolean(stop.discussion?.can_write) && !this.store.is_closed_to_me(stop) && !this.store.closed;
	}

	can_act() {
		return !this.store.closed && frappe.model.can_write("Action");
	}

	on_record({ doctype, fields }) {
		if (doctype === "Meeting" && fields.includes("status") && this.stop) this.go(this.stop, { focus: false });
	}

	async save_now() {
		await this.saving.flush();
		if (!this.saving.unsaved.length) this.announce(__("Everything is saved."));
	}

	focus_child() {
		this.strip.heading.focus();
	}

	focus_review() {
		if (!this.review.focus_first()) this.announce(__("There are no actions from last time for this child."));
	}

	focus_fields() {
		if (!this.fields.focus_first()) this.announce(__("There is nothing to fill in here."));
	}

	focus_search() {
		document.body.classList.add("ms-agenda-open");
		this.agenda.search.focus();
		this.agenda.search.select();
	}

	announce(words) {
		this.voice.textContent = "";
		requestAnimationFrame(() => (this.voice.textContent = words));
	}

	warn(words) {
		this.message.hidden = false;
		fill(this.message, words, button(__("Hide"), () => (this.message.hidden = true), { class: "ms-button ms-small" }));
	}

	notice(words) {
		this.warn(words);
	}

	offer_reload() {
		if (this.offered) return;
		this.offered = true;
		this.warn([__("The agenda has changed."), " ", button(__("Show the new agenda"), () => this.reload(), { class: "ms-button ms-small" })]);
	}

	before_leaving(event) {
		const typed = this.saving.unsaved.length || this.new_action.drafts.size;
		if (!typed) return;
		this.saving.flush();
		event.preventDefault();
		event.returnValue = "";
	}
}

// One field of one record: Frappe's own control, which autosaves and shows what others save.
import { element, fill, unique_id } from "./dom";
import { came_true } from "../came_true";
import { came_true_panel } from "./came_true_panel";
import { clash_panel } from "./clash";
import { lines_before } from "./last_time";
import { readable } from "./readable";
import { clock, read_date } from "./dates";
import { saved_together } from "./saving";
import { same } from "./store";

const PANELS = { clash: clash_panel, asked: came_true_panel };
const TYPED = ["Data", "Small Text", "Text", "Long Text", "Int", "Float", "Currency", "Percent"];

export class BoundField {
	constructor({ doctype, name, df, store, saving, parent }) {
		Object.assign(this, { doctype, name, df: { ...df }, store, saving });
		this.box = element("div", { class: "ms-field", "data-field": df.fieldname, "data-type": df.fieldtype });
		this.status = element("span", { class: "ms-field-status" });
		this.below = element("div", { class: "ms-field-below" });
		parent.append(this.box);
	}

	/** Draws the control, and draws it again if the form's rules for it have changed. */
	show(standing) {
		const drawn = this.standing && this.standing.read_only === standing.read_only;
		const was_focused = this.box.contains(document.activeElement);
		this.box.hidden = !standing.shown;
		this.standing = standing;
		if (drawn) return this.mark_mandatory();
		this.draw();
		if (was_focused) this.focus();
	}

	mark_mandatory() {
		this.df.reqd = this.standing.mandatory ? 1 : 0;
		this.box.querySelector(".control-label")?.classList.toggle("reqd", this.standing.mandatory);
		this.input?.setAttribute("aria-required", String(this.standing.mandatory));
	}

	draw() {
		const { df } = this;
		Object.assign(df, { reqd: this.standing.mandatory ? 1 : 0, read_only: this.standing.read_only ? 1 : 0 });
		Object.assign(df, { only_select: 1, depends_on: "", mandatory_depends_on: "", read_only_depends_on: "" });
		df.onchange = () => this.touched(0);
		const holder = element("div", { class: "ms-control" });
		const before = lines_before(this.store.record(this.doctype, this.name), df);
		before.id = unique_id("before");
		this.before = before;
		fill(this.box, before, holder, this.below);
		this.visit_begins();
		const change = TYPED.concat("Select", "Check").includes(df.fieldtype) ? () => this.touched() : undefined;
		const opts = { df, parent: holder, render_input: true, ...(change && { change }) };
		this.control = frappe.ui.form.make_control(opts);
		holder.querySelector(".link-btn")?.remove(); // takes the focus on Tab, hides itself, and the focus is lost
		this.show_values_as_text();
		this.keep_bad_dates();
		if (this.unreadable) this.control.$input.val(this.shown_value());
		else this.control.set_input(this.shown_value());
		this.name_control(holder);
		this.listen();
		this.show_state();
	}

	/** Frappe's read-only view treats text as markup; only rich text is. */
	show_values_as_text() {
		if (this.df.fieldtype === "Text Editor" || !this.control.disp_area) return;
		this.control.set_disp_area = (value) => {
			this.control.disp_area.textContent = readable(value, this.df);
		};
	}

	/** Frappe empties a date that it cannot read; here it stays, is marked, and is not sent. */
	keep_bad_dates() {
		if (this.df.fieldtype !== "Date") return;
		this.control.validate = (value) => value;
		this.control.update_datepicker_position = () => this.place_calendar();
		this.control.change = () => this.date_typed();
	}

	/** Nobody predicts a start that has happened: asks before the date is taken. */
	needs_asking(value) {
		if (!this.came_true || same(value, this.store.record(this.doctype, this.name)[this.df.fieldname])) return false;
		return this.draft?.state === "asked" || !this.draft;
	}

	get came_true() {
		const talk = this.stop?.discussion?.name;
		const said = (field) => this.saving.value("Meeting Discussion", talk, field);
		const decided = talk ? { plan_decision: said("plan_decision"), decision_date: said("decision_date") } : {};
		return came_true(this.df.fieldname, this.store.record(this.doctype, this.name), decided);
	}

	mean_the_finish() {
		const { value } = this.draft;
		this.leave_as_it_was();
		this.saving.touch(this.doctype, this.name, "predicted_finish", value, 0);
		this.show_again(this.doctype, this.name, "predicted_finish");
	}

	leave_as_it_was() {
		this.saving.forget(this.doctype, this.name, this.df.fieldname);
		this.put_in(this.shown_value());
		this.focus();
	}

	change_all_the_same() {
		this.saving.change_all_the_same(this.draft);
		this.note_change();
		this.focus();
	}

	place_calendar() {
		const low = this.input.getBoundingClientRect().bottom > window.innerHeight / 2;
		this.control.datepicker.update("position", low ? "top left" : "bottom left");
	}

	date_typed() {
		if (this.is_gone || this.standing.read_only || this.taking_in) return;
		const typed = this.control.$input.val().trim();
		const value = read_date(typed, this.store.today, [frappe.datetime.get_user_date_fmt().toUpperCase()]);
		const place = [this.doctype, this.name, this.df.fieldname];
		if (typed && !value) return this.saving.keep(...place, typed);
		if (this.needs_asking(value)) return this.saving.keep(...place, value || null, "asked");
		this.saving.touch(...place, value || null, 300);
		this.note_change();
	}

	name_control(holder) {
		this.input = this.control.$input?.get(0) || holder.querySelector("input, textarea, select, .ql-editor");
		const label = holder.querySelector(".control-label");
		if (label) label.after(this.status);
		else holder.append(this.status);
		const help = holder.querySelector(".help-box");
		this.below.id = unique_id("below");
		if (help) help.id = unique_id("help");
		if (!this.input) return;
		this.input.id = unique_id(this.df.fieldname);
		if (label) label.htmlFor = this.input.id;
		if (!label) this.input.setAttribute("aria-label", __(this.df.label));
		this.input.setAttribute("aria-describedby", [this.before.hidden ? null : this.before.id, help?.id, this.below.id].filter(Boolean).join(" "));
		this.mark_mandatory();
	}

	listen() {
		if (!this.input) return;
		this.input.addEventListener("focusin", () => this.visit_begins());
		this.input.addEventListener("focusout", () => {
			if (TYPED.includes(this.df.fieldtype)) this.touched(0);
			else if (this.df.fieldtype === "Date") this.date_typed();
			if (!this.draft) this.take_in();
			this.note_change();
		});
		if (TYPED.includes(this.df.fieldtype)) this.input.addEventListener("input", () => this.touched());
	}

	/** Frappe reports a change up to half a second late; by then another child may be shown, and the change undone. */
	touched(wait) {
		if (this.is_gone || this.standing.read_only || this.taking_in) return;
		this.saving.touch(this.doctype, this.name, this.df.fieldname, this.typed_value(), wait);
		if (!TYPED.includes(this.df.fieldtype)) this.note_change();
	}

	/** What is changed from here on, until the field is left, is undone in one step. */
	visit_begins() {
		this.visit = { value: this.shown_value() };
	}

	note_change() {
		if (!this.visit || this.unreadable || PANELS[this.draft?.state]) return;
		const { doctype, name, stop, visit } = this;
		const became = this.shown_value();
		if (visit.noted === undefined ? same(visit.value, became) : same(visit.noted, became)) return;
		visit.noted = became ?? null;
		this.store.tell("changed", { doctype, name, field: this.df.fieldname, label: __(this.df.label), stop, was: visit.value ?? null, became: visit.noted, visit });
	}

	typed_value() {
		const value = this.control.get_value();
		return value === undefined ? "" : value;
	}

	get unreadable() {
		return this.draft?.state === "unreadable";
	}

	get draft() {
		return this.saving.draft(this.doctype, this.name, this.df.fieldname);
	}

	shown_value() {
		return this.saving.value(this.doctype, this.name, this.df.fieldname);
	}

	/** Puts the server's value into the field, unless somebody is typing in it. */
	take_in() {
		if (this.draft || !this.control) return;
		const value = this.shown_value();
		if (same(this.control.get_value(), value)) return;
		const caret = this.input === document.activeElement && this.input.selectionStart;
		this.put_in(value);
		if (Number.isInteger(caret) && this.df.fieldtype !== "Date") this.input.setSelectionRange?.(caret, caret);
	}

	/** Shows a value that nobody typed here, so that it is not this field's to undo. */
	put_in(value) {
		this.taking_in = true;
		this.control.set_input(value ?? (this.df.fieldtype === "Check" ? 0 : ""));
		this.taking_in = false;
		this.visit_begins();
	}

	heard(by) {
		this.take_in();
		if (!by || this.draft) return;
		this.box.classList.add("ms-changed");
		this.status.textContent = __("{0} changed this", [by]);
		setTimeout(() => this.box.classList.remove("ms-changed"), 4000);
	}

	decided() {
		const { visit } = this;
		this.put_in(this.shown_value());
		this.focus();
		this.visit = visit;
		this.note_change();
	}

	show_state() {
		const state = this.draft?.state || "";
		this.box.dataset.state = state;
		const failed = state === "failed" || state === "unreadable";
		this.status.textContent = this.state_words(state);
		this.input?.setAttribute("aria-invalid", failed ? "true" : "false");
		const panel = PANELS[state];
		if (!panel) fill(this.below, failed && this.reason());
		else if (this.below.querySelector(".ms-clash")?.dataset.about !== this.about_what) this.ask_which(panel);
	}

	/** A question stays as it is drawn, with the focus in it, until it is about another value. */
	get about_what() {
		const { state, value } = this.draft;
		return state === "asked" ? String(value) : state;
	}

	ask_which(panel) {
		const asked = panel(this);
		asked.dataset.about = this.about_what;
		fill(this.below, asked);
		this.below.scrollIntoView({ block: "nearest" });
	}

	reason() {
		if (this.unreadable) return __("This is not a date. Write it as {0}.", [frappe.datetime.get_user_date_fmt()]);
		if (this.draft.kind === "refused") return [__("Not saved: {0}", [this.draft.reason]), this.other_date()];
		return __("Not saved: {0}. What you typed is kept here and will be sent again automatically.", [this.draft.reason]);
	}

	/** Start and finish may move past each other, but only together. */
	other_date() {
		return saved_together(this.doctype, this.df.fieldname) && ` ${__("If the other date moves too, type it now: both are saved together.")}`;
	}

	state_words(state) {
		if (state === "saving") return __("Saving…");
		if (state === "clash") return __("Changed by two people");
		if (state === "asked") return __("Not saved yet");
		if (state === "failed" || state === "unreadable") return __("Not saved");
		if (state === "" && this.was_saved) return __("Saved {0}", [clock(this.saving.saved_at)]);
		return "";
	}

	on_draft(draft, decided) {
		if (decided) this.decided();
		this.was_saved = draft.state === "saved" && Boolean(this.saving.saved_at);
		if (draft.state === "saved" && this.input !== document.activeElement) this.take_in();
		this.show_state();
	}

	focus() {
		if (!this.box.hidden) this.input?.focus();
	}
}

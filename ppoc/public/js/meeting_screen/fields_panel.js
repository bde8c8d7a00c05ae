// The fields of the current stop, in the order and by the rules of their DocTypes.
import { element } from "./dom";
import { BoundField } from "./field";
import { answer_field, discussion_fields, field_of, plan_fields, standing_of } from "./field_rules";

const WITH_PLAN = ["Progress plan", "Introduce"];
const PLAN_FIELDS_BEFORE = "review";

export class FieldsPanel {
	constructor(screen) {
		this.screen = screen;
		this.fields = [];
		this.node = element("section", { class: "ms-fields", "aria-label": __("This item") });
		screen.store.on("record", (news) => this.on_record(news));
		screen.store.on("draft", (news) => this.on_draft(news));
	}

	show(stop) {
		this.leave();
		const before = this.fields;
		this.stop = stop;
		this.fields = [];
		this.node.replaceChildren(); // the field that has the focus is left by this, and takes what was typed in it
		for (const field of before) field.is_gone = true;
		if (!stop.discussion) this.add_item_fields(stop);
		else if (!this.screen.store.is_closed_to_me(stop)) this.add_child_fields(stop);
		this.apply_rules();
	}

	/** Fields that are drawn again or replaced are never left by the browser's own event. */
	leave() {
		for (const field of this.fields) field.note_change();
	}

	add_child_fields(stop) {
		const plan = WITH_PLAN.includes(stop.discussion.purpose) && this.screen.store.plan_of(stop);
		const fields = discussion_fields();
		const after = fields.findIndex((df) => df.fieldname === PLAN_FIELDS_BEFORE);
		const add = (df) => this.add("Meeting Discussion", stop.discussion.name, df, stop.discussion.can_write);
		fields.slice(0, Math.max(after, 0)).forEach(add);
		if (plan) this.add_plan_fields(plan);
		this.add_answers(stop);
		fields.slice(Math.max(after, 0)).forEach(add);
	}

	add_plan_fields(plan) {
		const group = this.node.appendChild(element("div", { class: "ms-field-group" }));
		plan_fields().forEach((df) => this.add("Permanence Plan", plan.name, df, plan.can_write, group));
	}

	/** Shows the record of this child, section by section, as its template asks. */
	add_answers(stop) {
		let group = null;
		for (const row of this.screen.store.answers_of(stop)) {
			if (group?.section !== row.section) group = this.add_section(row.section);
			this.add("Discussion Answer", row.name, answer_field(row), stop.discussion.can_write, group.node);
		}
	}

	add_section(section) {
		const heading = element("h3", { class: "ms-section-head" }, section);
		const node = element("section", { class: "ms-answers", "aria-label": section }, heading);
		this.node.append(node);
		return { section, node };
	}

	add_item_fields(stop) {
		const { store } = this.screen;
		const item_notes = field_of("Meeting Agenda Item", "notes");
		if (stop.item.name && item_notes) this.add("Meeting Agenda Item", stop.item.name, item_notes, store.meeting.can_write);
		if (stop !== store.stops[store.stops.length - 1]) return;
		this.add("Meeting", store.meeting.name, field_of("Meeting", "any_other_business"), store.meeting.can_write);
		this.add("Meeting", store.meeting.name, field_of("Meeting", "next_meeting_date"), store.meeting.can_write);
	}

	add(doctype, name, df, can_write, parent = this.node) {
		if (!df) return;
		const { store, saving } = this.screen;
		const field = new BoundField({ doctype, name, df, store, saving, parent });
		field.can_write = Boolean(can_write) && !store.closed;
		field.stop = this.stop;
		field.show_again = (...place) => this.show_again(...place);
		this.fields.push(field);
	}

	/** Evaluates depends_on and similar rules again whenever something changes, on the values in the fields. */
	apply_rules() {
		for (const field of this.fields) {
			const record = this.as_typed(field.doctype, field.name);
			field.show(standing_of(field.doctype, field.df_of_site ||= { ...field.df }, record, field.can_write));
			this.mark_blank(field, record);
		}
	}

	mark_blank(field, record) {
		const value = record[field.df.fieldname];
		const blank = field.standing.mandatory && (value === null || value === undefined || value === "");
		field.box.classList.toggle("ms-blank", blank && field.standing.shown);
	}

	as_typed(doctype, name) {
		const { store, saving } = this.screen;
		const record = { doctype, ...store.record(doctype, name) };
		for (const draft of saving.unsaved) {
			if (draft.doctype === doctype && draft.name === name) record[draft.field] = draft.value;
		}
		return record;
	}

	on_record({ doctype, name, fields, by }) {
		const mine = this.fields.filter((field) => field.doctype === doctype && field.name === name);
		if (!mine.length) return;
		this.apply_rules();
		for (const field of mine) if (fields.includes(field.df.fieldname)) field.heard(by);
	}

	on_draft({ draft, decided }) {
		const field = this.find(draft.doctype, draft.name, draft.field);
		if (!field) return;
		field.on_draft(draft, decided);
		this.apply_rules();
	}

	/** Sets a field from a key or a button as if it had been typed. */
	enter(fieldname, change) {
		const field = this.fields.find((one) => one.df.fieldname === fieldname);
		if (!field || !field.standing.shown || field.standing.read_only) return null;
		const value = change(field.typed_value());
		field.visit_begins();
		field.control.set_input(value);
		field.touched(0);
		return value;
	}

	find(doctype, name, fieldname) {
		return this.fields.find((one) => one.doctype === doctype && one.name === name && one.df.fieldname === fieldname);
	}

	/** Shows a field whose value was put back, and gives it the focus. */
	show_again(doctype, name, fieldname) {
		const field = this.find(doctype, name, fieldname);
		if (!field) return;
		this.apply_rules();
		field.put_in(field.shown_value());
		field.focus();
	}

	/** Returns which field this element belongs to, by its place: fields are drawn again while people type. */
	place_of(target) {
		const field = this.fields.find((one) => one.box.contains(target));
		return field ? { doctype: field.doctype, name: field.name, field: field.df.fieldname } : null;
	}

	/** Gives the focus to the field of this place, or else to the next that can be filled in. Returns whether there is one. */
	focus_from(place) {
		const at = place ? this.fields.indexOf(this.find(place.doctype, place.name, place.field)) : -1;
		const open = at >= 0 && this.fields.slice(at).find((field) => field.standing.shown && !field.standing.read_only);
		open?.focus?.();
		return Boolean(open) && open.box.contains(document.activeElement);
	}

	focus_field(fieldname) {
		this.fields.find((one) => one.df.fieldname === fieldname)?.focus();
	}

	focus_first() {
		const first = this.fields.find((field) => field.standing.shown && !field.standing.read_only);
		first?.focus();
		return Boolean(first);
	}
}

// The child in one strip: who, how old, legal status and since when, which route, predicted for when and how
// often moved, and the plan's rating with its reasons.
import { button, element, fill, key_hint, unseen } from "./dom";
import { age_on, clock_of_day, said, span_since } from "./dates";
import { MARKS, sign_of, tone_of, words_of } from "./marks";

export class ChildStrip {
	constructor(screen) {
		this.screen = screen;
		this.heading = element("h2", { class: "ms-name", tabindex: "-1" });
		this.place = element("p", { class: "ms-place" });
		this.facts = element("dl", { class: "ms-facts" });
		this.marks = element("div", { class: "ms-marks", role: "group", "aria-label": __("Mark of this child in the meeting") });
		this.rag = element("p", { class: "ms-rag" });
		this.why = element("span");
		this.said = element("p", { class: "ms-child-said" });
		this.more = button([__("On one page"), " ", key_hint("O")], () => screen.one_page.open(), { class: "ms-more" });
		this.node = element(
			"header",
			{ class: "ms-strip" },
			this.place,
			element("div", { class: "ms-strip-top" }, this.heading, this.marks),
			this.facts,
			this.rag,
			this.said,
			element("p", { class: "ms-why" }, this.why, " ", this.more)
		);
		screen.store.on("record", (news) => this.on_record(news));
	}

	on_record({ doctype, name }) {
		const stop = this.screen.stop;
		const plan = stop?.discussion && this.screen.store.plan_of(stop);
		if (doctype === "Meeting Discussion" && name === stop?.id) this.draw_marks();
		if (doctype === "Permanence Plan" && name === plan?.name) this.draw_facts();
	}

	show() {
		const { stop, store } = this.screen;
		this.heading.textContent = store.label_of(stop);
		fill(this.place, place_of(stop, store), next_of(stop, store));
		this.why.textContent = why(stop, store);
		this.draw_facts();
		this.draw_marks();
	}

	draw_facts() {
		const { stop, store } = this.screen;
		const child = store.child_of(stop);
		fill(this.facts, child ? facts_of(child, store.plan_of(stop), store, stop.discussion?.purpose).map(fact) : []);
		this.facts.hidden = !child;
		this.more.hidden = !child;
		fill(this.said, child?.said ? said_of_child(child.said) : []);
		this.said.hidden = !child?.said;
		const rag = child && rag_of(store.plan_of(stop));
		fill(this.rag, rag || []);
		this.rag.hidden = !rag;
	}

	draw_marks() {
		const { stop, store } = this.screen;
		this.marks.hidden = !stop.discussion || store.is_closed_to_me(stop);
		if (this.marks.hidden) return;
		const focused = this.marks.contains(document.activeElement) && document.activeElement.dataset.mark;
		const now = store.state_of(stop);
		const choices = MARKS.map((mark) =>
			button([element("span", { "aria-hidden": "true" }, sign_of(mark)), " ", words_of(mark), hint_of(mark)], () => this.screen.mark(mark), {
				class: `ms-mark-button ms-tone-${tone_of(mark)}`,
				"aria-pressed": String(mark === now),
				"data-mark": mark,
				disabled: !this.screen.can_write(stop),
			})
		);
		fill(this.marks, choices);
		if (focused) this.marks.querySelector(`[data-mark="${focused}"]`)?.focus();
	}
}

const KEYS = { Done: "Ctrl ⏎", "Carried over": "C" };
const hint_of = (mark) => KEYS[mark] && [" ", key_hint(KEYS[mark])];

function place_of(stop, store) {
	const own = store.stops.filter((one) => one.item === stop.item && one.discussion);
	if (!stop.discussion) return [minutes(stop.item), clock_of_day(stop.item.start_time)].filter(Boolean).join(" · ");
	const slot = stop.discussion.slot_time && clock_of_day(stop.discussion.slot_time);
	const count = __("{0} of {1}", [own.indexOf(stop) + 1, own.length]);
	return [__(stop.item.title), count, slot].filter(Boolean).join(" · ");
}

/** On a projector, where the agenda is folded away, says who comes next. */
function next_of(stop, store) {
	const next = store.stops[store.stops.indexOf(stop) + 1];
	return next && element("span", { class: "ms-next" }, " · ", __("next: {0}", [store.label_of(next)]));
}

function why(stop, store) {
	const worker = store.child_of(stop)?.social_worker;
	const called = worker && __("Social worker: {0}", [store.worker_name(worker)]);
	const born = store.child_of(stop)?.date_of_birth;
	return [__(stop.discussion?.why_listed || ""), called, born && __("born {0}", [said(born)])].filter(Boolean).join(" · ");
}

const minutes = (item) => (item.minutes ? __("{0} min", [item.minutes]) : "");

function facts_of(child, plan, store, purpose) {
	const { today } = store;
	const born = child.unborn ? __("not yet born") : child.date_of_birth && age_on(child.date_of_birth, today);
	return [
		born && { name: __("Age"), value: born },
		{ name: __("Legal status"), value: child.legal_status_words || "–" },
		{ name: __("In care"), value: in_care(child, today) },
		...(plan ? plan_facts(plan, store.routes) : []),
		connections_of(child),
		...(!plan || purpose === "Challenge" ? [potential(child)] : []),
	].filter(Boolean);
}

function in_care(child, today) {
	return child.care_started_on ? span_since(child.care_started_on, today) : child.time_in_care || "–";
}

function potential(child) {
	return {
		name: __("Potential"),
		value: child.potential ? __(child.potential) : __("Not yet categorised"),
		more: child.potential_decided_on && __("since {0}", [said(child.potential_decided_on)]),
	};
}

function plan_facts(plan, routes) {
	const moved = plan.times_moved;
	const stage = { name: __("Route and stage"), value: __(routes[plan.route] || plan.route), more: __(plan.status) };
	const carer = carer_of(plan);
	if (plan.actual_start) return [stage, carer, { name: __("Assessment started"), value: said(plan.actual_start) }];
	return [
		stage,
		carer,
		{
			name: __("Predicted start"),
			value: plan.predicted_start ? said(plan.predicted_start) : __("not set"),
			more: moved ? ppoc.words.moved(moved) : "",
			tone: plan.predicted_start ? (moved > 2 && "moved") : "blank",
		},
	];
}

/** Who the carer is to be, and whether somebody else's plan counts on the same person. */
function carer_of({ carer }) {
	if (!carer) return null;
	const { person_name, other } = carer;
	const more = other ? (other === 1 ? __("in one other plan too") : __("in {0} other plans too", [other])) : "";
	return { name: __("Carer"), value: person_name, more };
}

/** On how many adults the child can count, and whether somebody asked lately; what is missing stands in red. */
function connections_of({ connections }) {
	if (!connections) return null;
	const { people, connections: count, asked_on, asked_lately } = connections;
	const value = count ? (count === 1 ? __("1 adult") : __("{0} adults", [count])) : __("No adult connection");
	const asked = asked_on ? __("nobody asked since {0}", [said(asked_on)]) : __("nobody asked yet");
	return { name: __("Connections"), value, more: people && !asked_lately ? asked : "", tone: count ? "" : "missing" };
}

const TONES = { Red: "bad", Amber: "warn", Green: "good" };

/** Shows the rating as a word in its colour, and all its reasons. */
function rag_of(plan) {
	if (!TONES[plan?.rag]) return null;
	const reasons = (plan.rag_reason || "").split("\n").filter(Boolean);
	return [element("span", { class: `ms-rag-word ms-rag-${TONES[plan.rag]}` }, __(plan.rag)), " ", reasons.join(" ")];
}

/** What the child said to the last letter is read back here. */
function said_of_child({ child_said, said_on }) {
	return [element("b", {}, __("The child said on {0}:", [said(said_on)])), " ", `“${child_said}”`];
}

function fact({ name, value, more, tone }) {
	return element(
		"div",
		{ class: `ms-fact${tone ? ` ms-fact-${tone}` : ""}` },
		element("dt", {}, name),
		element("dd", {}, value, more && [unseen(", "), element("span", { class: "ms-fact-more" }, more)])
	);
}

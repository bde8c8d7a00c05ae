// What this window knows of the meeting, as the server gave it: the agenda, the children in turn, their records by
// doctype and name; and who wants to hear of a change.

const CLOSED = ["Held", "Notes issued", "Cancelled"];

export class Store {
	constructor(data) {
		this.listeners = {};
		this.meeting = data.meeting;
		this.agenda = data.agenda;
		this.attendees = data.attendees || [];
		this.general_actions = data.general_actions || [];
		this.today = frappe.datetime.nowdate();
		this.records = { Meeting: { [data.meeting.name]: data.meeting }, "Meeting Discussion": {}, "Permanence Plan": {} };
		this.records["Meeting Agenda Item"] = by_name(data.agenda);
		data.discussions.forEach((discussion) => this.hold(discussion));
		this.stops = stops_of(this.agenda, data.discussions);
	}

	on(event, heard) {
		(this.listeners[event] ||= new Set()).add(heard);
		return () => this.listeners[event].delete(heard);
	}

	tell(event, news = {}) {
		for (const heard of [...(this.listeners[event] || [])]) heard(news);
	}

	record(doctype, name) {
		return this.records[doctype]?.[name];
	}

	/** A discussion's own fields and its plan's become records; what hangs on it stays with the stop. */
	hold(discussion) {
		if (discussion.values) {
			const held = { ...discussion.values, name: discussion.name, modified: discussion.modified };
			this.records["Meeting Discussion"][discussion.name] = held;
		}
		if (discussion.plan_strip) this.records["Permanence Plan"][discussion.plan_strip.name] ||= discussion.plan_strip;
	}

	/** What the server holds now of one record; tells only which fields differ. */
	apply(doctype, name, values, by = null) {
		const record = this.record(doctype, name);
		if (!record) return;
		const fields = Object.keys(values).filter((field) => !same(record[field], values[field]));
		Object.assign(record, values);
		if (fields.some((field) => field !== "modified")) this.tell("record", { doctype, name, fields, by });
	}

	/** A discussion fetched anew, because somebody saved. */
	refresh(discussion, by = null) {
		const stop = this.stops.find((one) => one.discussion?.name === discussion.name);
		if (!stop) return;
		const plan = discussion.plan_strip;
		if (plan && !this.record("Permanence Plan", plan.name)) this.records["Permanence Plan"][plan.name] = plan;
		Object.assign(stop.discussion, discussion);
		if (discussion.values) {
			const now = { ...discussion.values, modified: discussion.modified };
			this.apply("Meeting Discussion", discussion.name, now, by);
		}
		if (plan) this.apply("Permanence Plan", plan.name, plan, by);
		this.tell("actions", { stop, by });
	}

	values_of(stop) {
		return stop.discussion ? this.record("Meeting Discussion", stop.discussion.name) : null;
	}

	plan_of(stop) {
		const plan = stop.discussion?.plan_strip;
		return plan ? this.record("Permanence Plan", plan.name) : null;
	}

	state_of(stop) {
		return this.values_of(stop)?.state || stop.discussion?.state || "To do";
	}

	actions_before(stop) {
		return stop.discussion ? stop.discussion.actions_before || [] : this.general_actions.filter((one) => !one.is_new);
	}

	actions_new(stop) {
		return stop.discussion ? stop.discussion.actions_new || [] : this.general_actions.filter((one) => one.is_new);
	}

	/** Puts an action the server just answered with where it belongs. */
	put_action(stop, action, { is_new = false } = {}) {
		const list = stop.discussion
			? (stop.discussion[is_new ? "actions_new" : "actions_before"] ||= [])
			: this.general_actions;
		const at = list.findIndex((one) => one.name === action.name);
		if (at < 0) list.push({ ...action, is_new });
		else Object.assign(list[at], action);
		this.tell("actions", { stop });
	}

	people_of(stop) {
		if (stop.discussion?.people) return stop.discussion.people;
		return this.attendees.map(({ worker, worker_name, role }) => ({ worker, worker_name, why: role || "" }));
	}

	get next_meeting_date() {
		return this.meeting.next_meeting_date || this.meeting.next_sitting;
	}

	get closed() {
		return CLOSED.includes(this.meeting.status);
	}

	get read_only() {
		return this.closed || !this.meeting.can_write;
	}
}

/** The order of the meeting: each child in turn, and the items that have no children. */
function stops_of(agenda, discussions) {
	const keys = new Set(agenda.map((item) => item.item_key));
	const stops = [];
	for (const item of agenda) {
		const own = discussions.filter((discussion) => discussion.item_key === item.item_key);
		if (own.length) own.forEach((discussion) => stops.push({ item, discussion, id: discussion.name }));
		else if (item.purpose === "Talk") stops.push({ item, discussion: null, id: item.name });
	}
	const loose = discussions.filter((discussion) => !keys.has(discussion.item_key));
	const item = { name: "", item_key: "", title: __("Added to the agenda"), minutes: 0, purpose: "", guidance: "" };
	loose.forEach((discussion) => stops.push({ item, discussion, id: discussion.name }));
	return stops;
}

function by_name(records) {
	return Object.fromEntries(records.map((record) => [record.name, record]));
}

export function same(one, other) {
	return normal(one) === normal(other);
}

function normal(value) {
	return value === null || value === undefined ? "" : String(value);
}

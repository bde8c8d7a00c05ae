// What this window knows about the meeting, as the server sent it: records by doctype and name, the order of
// the meeting, and listeners to changes.
import { ENDED } from "../meeting_statuses";
import { stops_of } from "./stops";

export class Store {
	constructor(data) {
		this.listeners = {};
		this.meeting = data.meeting;
		this.agenda = data.agenda;
		this.today = String(data.meeting.now).slice(0, 10);
		this.children = data.children;
		this.routes = data.routes;
		this.workers = data.workers;
		this.attendees = data.attendees;
		this.attendees_at = String(data.meeting.modified);
		this.records = {
			Meeting: { [data.meeting.name]: data.meeting },
			"Meeting Agenda Item": by_name(data.agenda),
			"Meeting Discussion": by_name(data.discussions),
			"Discussion Answer": by_name(data.answers),
			"Permanence Plan": data.plans,
			Action: by_name(data.actions),
		};
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

	/** Stores the server's version of one record, unless a newer one is known; reports only the fields
	 * that differ. */
	apply(doctype, name, values, by = null) {
		const record = this.record(doctype, name);
		if (!record || (values.modified && record.modified && String(values.modified) < String(record.modified))) return;
		const fields = Object.keys(values).filter((field) => !same(record[field], values[field]));
		Object.assign(record, values);
		if (fields.some((field) => !UNSEEN.includes(field))) this.tell("record", { doctype, name, fields, by });
	}

	/** Stores the server's rows for some of the children, after somebody has saved. */
	take_in(rows, names = {}) {
		Object.assign(this.children, rows.children);
		Object.assign(this.workers, rows.workers);
		const by = (record) => (record.modified_by === frappe.session.user ? null : names[record.modified_by] || null);
		for (const row of rows.discussions) this.apply("Meeting Discussion", row.name, row, by(row));
		for (const answer of rows.answers) {
			this.records["Discussion Answer"][answer.name] ||= answer;
			this.apply("Discussion Answer", answer.name, answer, by(answer));
		}
		for (const [name, plan] of Object.entries(rows.plans)) {
			this.records["Permanence Plan"][name] ||= plan;
			this.apply("Permanence Plan", name, plan, by(plan));
		}
		for (const action of rows.actions) this.put_action(action);
	}

	put_action(action) {
		const known = this.record("Action", action.name);
		if (known && String(action.modified) < String(known.modified)) return;
		if (known && same(known.modified, action.modified) && same(known.reviewed_here, action.reviewed_here)) return;
		this.records.Action[action.name] = { ...known, ...action };
		this.tell("actions", { child: action.child || null });
	}

	child_of(stop) {
		return this.children[stop.discussion?.child] || null;
	}

	plan_of(stop) {
		return this.record("Permanence Plan", stop.discussion?.plan) || null;
	}

	/** Returns the answers to the questions of this stop's template, in order. */
	answers_of(stop) {
		const own = Object.values(this.records["Discussion Answer"]).filter((row) => row.parent === stop.discussion?.name);
		return own.sort((one, other) => one.idx - other.idx);
	}

	/** Returns whether the user may not see this record; then only its place on the agenda is known. */
	is_closed_to_me(stop) {
		return Boolean(stop.discussion?.closed);
	}

	label_of(stop) {
		if (!stop.discussion) return __(stop.item.title);
		if (this.is_closed_to_me(stop)) return __("Restricted record");
		return this.child_of(stop)?.full_name || stop.discussion.child;
	}

	state_of(stop) {
		return stop.discussion?.state || "To do";
	}

	actions_of(stop) {
		if (this.is_closed_to_me(stop)) return [];
		const child = stop.discussion?.child || null;
		return Object.values(this.records.Action).filter((action) => (action.child || null) === child);
	}

	actions_before(stop) {
		const waiting = (action) => !action.set_here && (action.status === "Open" || action.reviewed_here || action.answered);
		const own_first = (one, other) => Number(other.this_forum) - Number(one.this_forum);
		return this.actions_of(stop).filter(waiting).sort(own_first);
	}

	actions_new(stop) {
		return this.actions_of(stop).filter((action) => action.set_here && action.status !== "No longer needed");
	}

	/** Stores who is here, unless the meeting was saved later than at `modified`: answers can overtake each other. */
	take_attendees(attendees, modified) {
		if (String(modified) < this.attendees_at) return;
		this.attendees_at = String(modified);
		if (JSON.stringify(attendees) === JSON.stringify(this.attendees)) return;
		this.attendees = attendees;
		this.tell("attendance");
	}

	worker_name(worker) {
		return this.workers[worker]?.worker_name || worker || "";
	}

	/** Returns whom to offer as owner: the people of this child, then the attendees. */
	people_of(stop) {
		const own = this.child_of(stop)?.people || [];
		const others = this.attendees.map(({ worker }) => worker).filter((worker) => !own.includes(worker));
		const person = (worker, why) => ({ worker, worker_name: this.worker_name(worker), why });
		return [
			...own.map((worker) => person(worker, this.workers[worker]?.job)),
			...others.map((worker) => person(worker, __("at the meeting"))),
		];
	}

	get closed() {
		return ENDED.includes(this.meeting.status);
	}
}

const UNSEEN = ["modified", "modified_by", "idx"];

function by_name(records) {
	return Object.fromEntries(records.map((record) => [record.name, record]));
}

export function same(one, other) {
	return normal(one) === normal(other);
}

function normal(value) {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value).replace(/\r\n/g, "\n");
}

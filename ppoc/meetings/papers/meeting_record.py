"""A meeting as its papers show it: plain values, assembled from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from ppoc.ages import age_on
from ppoc.plans.predictions import PREDICTED

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ActionLine:
	"""One action as printed.

	Attributes:
		review: the outcome of an earlier action's review in this meeting, "" for a new one.
	"""

	what: str
	owner: str
	due_on: date | None
	status: str = "Open"
	child: str = ""
	review: str = ""


@dataclass(frozen=True)
class RecordSection:
	"""The answered questions in one section of a record, each with its answer as people read it."""

	title: str
	answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RequestLine:
	"""A request that this meeting considers, with its decision.

	Attributes:
		outside: what was decided in an emergency before the meeting; "" otherwise.
		agreed_with: the request along with which this one was agreed, "" for none.
	"""

	request_type: str
	decision: str = ""
	reasons: str = ""
	outside: str = ""
	agreed_with: str = ""
	authorised_on: Any = None


@dataclass(frozen=True)
class PredictionLine:
	"""When an assessment starts or finishes, as it stood at the end of the meeting.

	Attributes:
		what: "start" or "finish".
		predicted: None if no date was predicted; was: the date before this meeting changed it.
		actual: the day on which it happened, if it had happened by then.
		changed: whether this meeting changed the prediction.
	"""

	what: str
	predicted: date | None = None
	was: date | None = None
	actual: date | None = None
	changed: bool = False


@dataclass(frozen=True)
class ChildEntry:
	"""One child under one agenda item.

	Attributes:
		facts: the row of the child; plan: the row of its plan, empty if there is none.
		said: the row of the discussion.
		agreed: actions set in this meeting; earlier: those reviewed in it; outstanding: open ones before it.
		unreviewed: actions that earlier sittings set, that were open and that nobody reviewed.
		predictions: start and finish of the plan's assessment.
		barriers: what blocks the plan, in words.
		record: the answered questions of the template, section by section.
		requests: what the meeting is asked to decide about the child.
	"""

	name: str
	age: int | None
	facts: Row
	plan: Row
	said: Row
	social_worker: str
	reviewing_officer: str
	agreed: tuple[ActionLine, ...]
	earlier: tuple[ActionLine, ...]
	outstanding: tuple[ActionLine, ...]
	barriers: tuple[str, ...]
	record: tuple[RecordSection, ...] = ()
	requests: tuple[RequestLine, ...] = ()
	unreviewed: tuple[ActionLine, ...] = ()
	predictions: tuple[PredictionLine, ...] = ()

	@property
	def changed_predictions(self) -> tuple[PredictionLine, ...]:
		"""The predictions that this meeting changed."""
		return tuple(line for line in self.predictions if line.changed)

	@property
	def carried_over(self) -> bool:
		"""Whether the meeting did not get to this child."""
		return self.said.get("state") == "Carried over"

	@property
	def deadline(self) -> date | None:
		"""Deadline of the next action: as recorded, otherwise the first due date among the open actions."""
		open_dates = [a.due_on for a in (*self.agreed, *self.earlier) if a.due_on and a.status == "Open"]
		return self.said.get("deadline") or min(open_dates, default=None)

	@property
	def rationale(self) -> str:
		"""Why the child has this potential: as said here, otherwise as last decided."""
		return self.said.get("rationale") or self.facts.get("potential_rationale") or ""

	@property
	def ask(self) -> str:
		"""What the panel is asked."""
		return self.plan.get("for_panel_reason") or self.facts.get("for_panel_reason") or ""


@dataclass(frozen=True)
class ItemEntry:
	"""An agenda item with its children, in order."""

	title: str
	purpose: str
	minutes: int
	starts_at: time | None
	guidance: tuple[str, ...]
	notes: str
	shows_dashboard: bool
	children: tuple[ChildEntry, ...]


@dataclass(frozen=True)
class MeetingRecord:
	"""Everything in a meeting's papers."""

	items: tuple[ItemEntry, ...]
	other_actions: tuple[ActionLine, ...] = ()
	all_actions: tuple[ActionLine, ...] = ()
	next_date: date | None = None

	def children(self, *purposes: str) -> list[ChildEntry]:
		"""Returns the children under items of these purposes, in the agenda's order, each once."""
		found: dict[str, ChildEntry] = {}
		for item in self.items:
			for entry in item.children:
				if entry.said["purpose"] in purposes:
					found.setdefault(entry.said["child"], entry)
		return list(found.values())

	def has(self, *purposes: str) -> bool:
		"""Returns whether the agenda has an item of one of these purposes."""
		return any(item.purpose in purposes for item in self.items)

	@property
	def due_by_next(self) -> list[ActionLine]:
		"""Open actions due by the next sitting, earliest first."""
		due = [
			action
			for action in self.all_actions
			if action.status == "Open"
			and action.due_on
			and (not self.next_date or action.due_on <= self.next_date)
		]
		return sorted(due, key=lambda action: (action.due_on, action.owner, action.child))

	@property
	def taken_on(self) -> list[ChildEntry]:
		"""Children that this meeting takes to the next forum."""
		return [e for e in self.children("Categorise", "Progress plan") if e.said.get("take_on")]

	@property
	def prioritised(self) -> list[ChildEntry]:
		"""Children that this meeting puts on a list."""
		return [e for e in self.children("Categorise") if e.said.get("prioritise_for")]


@dataclass(frozen=True)
class MeetingRows:
	"""What was read for one meeting, already limited to what the reader may see."""

	discussions: Sequence[Row]
	children: Mapping[str, Row]
	plans: Mapping[str, Row]
	barriers: Sequence[Row]
	set_actions: Sequence[Row]
	reviewed_actions: Sequence[Row]
	open_actions: Sequence[Row]
	workers: Mapping[str, str]
	routes: Mapping[str, str] = field(default_factory=dict)
	records: Mapping[str, tuple[RecordSection, ...]] = field(default_factory=dict)
	requests: Sequence[Row] = ()
	unreviewed_actions: Sequence[Row] = ()
	changes: Sequence[Row] = ()


def compose(meeting: Row, agenda: Sequence[Row], rows: MeetingRows) -> MeetingRecord:
	"""Returns the meeting's papers from its rows. Discussions of a child whom the reader may not see are left out."""
	by_child = _actions_by_child(rows)
	entries = [
		_child_entry(said, meeting, rows, by_child)
		for said in rows.discussions
		if said["child"] in rows.children
	]
	all_lines = [
		_line(action, rows)
		for action in (*rows.set_actions, *rows.reviewed_actions)
		if _is_shown(action, rows)
	]
	return MeetingRecord(
		items=tuple(_items(meeting, agenda, entries)),
		other_actions=tuple(_line(a, rows) for a in rows.set_actions if not a.get("child")),
		all_actions=tuple(all_lines),
		next_date=meeting.get("next_meeting_date"),
	)


def _is_shown(action: Row, rows: MeetingRows) -> bool:
	return not action.get("child") or action["child"] in rows.children


def _items(meeting: Row, agenda: Sequence[Row], entries: Sequence[ChildEntry]) -> Iterable[ItemEntry]:
	"""Yields the items, each with the time at which its first child is due, otherwise when the one before it ends."""
	next_at = meeting.get("start_time")
	left = list(entries)
	for item in agenda:
		own = [entry for entry in left if _belongs(entry.said, item)]
		left = [entry for entry in left if entry not in own]
		slots = [entry.said["slot_time"] for entry in own if entry.said.get("slot_time")]
		starts_at = min(slots, default=next_at)
		yield ItemEntry(
			title=item.get("title") or "",
			purpose=item.get("purpose") or "Talk",
			minutes=item.get("minutes") or 0,
			starts_at=starts_at,
			guidance=tuple(
				line.strip() for line in (item.get("guidance") or "").splitlines() if line.strip()
			),
			notes=(item.get("notes") or "").strip(),
			shows_dashboard=bool(item.get("show_dashboard")),
			children=tuple(own),
		)
		ends = [later(starts_at, item.get("minutes") or 0)]
		ends += [later(slot, meeting.get("slot_minutes") or 0) for slot in slots]
		next_at = max((end for end in (next_at, *ends) if end), default=None)
	if left:
		yield ItemEntry("", left[0].said["purpose"], 0, None, (), "", False, tuple(left))


def _belongs(said: Row, item: Row) -> bool:
	if said.get("item_key") and item.get("item_key"):
		return said["item_key"] == item["item_key"]
	return said.get("agenda_item") == item.get("title")


def later(start: time | None, minutes: int) -> time | None:
	"""Returns the time of day `minutes` after `start`."""
	if start is None:
		return None
	return (datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=minutes)).time()


def _child_entry(
	said: Row, meeting: Row, rows: MeetingRows, actions: Mapping[str, dict[str, list]]
) -> ChildEntry:
	child = rows.children[said["child"]]
	plan = rows.plans.get(said.get("plan") or child.get("current_plan") or "", {})
	own = actions[said["child"]]
	return ChildEntry(
		name=child.get("full_name") or child["name"],
		age=age_on(child.get("date_of_birth"), meeting.get("meeting_date")),
		facts=child,
		plan=plan,
		said=said,
		social_worker=rows.workers.get(child.get("social_worker") or "", ""),
		reviewing_officer=rows.workers.get(child.get("reviewing_officer") or "", ""),
		agreed=tuple(own["set"]),
		earlier=tuple(own["reviewed"]),
		outstanding=tuple(own["open"]),
		barriers=_barriers(said, plan, meeting, rows.barriers),
		record=rows.records.get(said.get("name") or "", ()),
		requests=_requests(said["child"], rows.requests),
		unreviewed=tuple(own["unreviewed"]),
		predictions=_predictions(plan, meeting, rows.changes),
	)


def _predictions(plan: Row, meeting: Row, changes: Sequence[Row]) -> tuple[PredictionLine, ...]:
	"""Returns start and finish of the plan's assessment as they stood at the end of the meeting."""
	return tuple(_prediction(what, plan, meeting, changes) for what in ("start", "finish") if plan)


def _prediction(what: str, plan: Row, meeting: Row, changes: Sequence[Row]) -> PredictionLine:
	label, on = PREDICTED[f"predicted_{what}"], meeting.get("meeting_date")
	own = [row for row in changes if row["parent"] == plan["name"] and row["date_field"] == label]
	here = [row for row in own if _changed_here(row, meeting)]
	since = [row for row in own if row not in here and on and row["changed_on"].date() > on]
	happened = plan.get(f"actual_{what}")
	predicted = plan.get(f"predicted_{what}")
	if here:
		predicted = here[-1].get("became")
	elif since:
		predicted = since[0].get("was")
	was = here[0].get("was") if here else None
	return PredictionLine(
		what=what,
		predicted=predicted,
		was=was,
		actual=happened if happened and (not on or happened <= on) else None,
		changed=bool(here) and was != predicted,
	)


def _changed_here(change: Row, meeting: Row) -> bool:
	"""Returns whether a prediction changed in this meeting, or on its day outside any meeting."""
	if change.get("meeting"):
		return change["meeting"] == meeting.get("name")
	return change["changed_on"].date() == meeting.get("meeting_date")


def _requests(child: str, requests: Sequence[Row]) -> tuple[RequestLine, ...]:
	"""Returns the child's requests, each followed by what was agreed along with it."""
	own = [row for row in requests if row["child"] == child]
	types = {row["name"]: row["request_type"] for row in own}
	first = {name: number for number, name in enumerate(types)}
	own.sort(
		key=lambda row: (
			first.get(row.get("agreed_with") or row["name"], len(first)),
			bool(row.get("agreed_with")),
		)
	)
	return tuple(
		RequestLine(
			request_type=row["request_type"],
			decision=row.get("decision") or "",
			reasons=(row.get("decision_reason") or "").strip(),
			outside=(row.get("emergency_decision") or "").strip() if row.get("retrospective") else "",
			agreed_with=types.get(row.get("agreed_with") or "", ""),
			authorised_on=row.get("authorised_on"),
		)
		for row in own
	)


def _barriers(said: Row, plan: Row, meeting: Row, barriers: Sequence[Row]) -> tuple[str, ...]:
	"""Returns the barriers said here first, then the plan's open barriers on the day; each once."""
	here = _barrier(said.get("barrier_category"), said.get("barriers"))
	on = meeting.get("meeting_date")
	standing = (
		_barrier(row.get("category"), row.get("detail"))
		for row in barriers
		if plan and row["parent"] == plan["name"] and _stood_on(row, on)
	)
	return tuple(dict.fromkeys(text for text in (here, *standing) if text))


def _stood_on(barrier: Row, on: date | None) -> bool:
	raised, resolved = barrier.get("raised_on"), barrier.get("resolved_on")
	return not on or ((not raised or raised <= on) and (not resolved or resolved > on))


def _barrier(category: str | None, detail: str | None) -> str:
	return ": ".join(part.strip() for part in (category, detail) if part and part.strip())


def _actions_by_child(rows: MeetingRows) -> Mapping[str, dict[str, list[ActionLine]]]:
	by_child: dict[str, dict[str, list[ActionLine]]] = defaultdict(
		lambda: {"set": [], "reviewed": [], "open": [], "unreviewed": []}
	)
	for kind, actions in (
		("set", rows.set_actions),
		("reviewed", rows.reviewed_actions),
		("open", rows.open_actions),
		("unreviewed", rows.unreviewed_actions),
	):
		for action in actions:
			if action.get("child"):
				by_child[action["child"]][kind].append(_line(action, rows))
	return by_child


def _line(action: Row, rows: MeetingRows) -> ActionLine:
	child = rows.children.get(action.get("child") or "", {})
	return ActionLine(
		what=action.get("what") or "",
		owner=rows.workers.get(action.get("action_owner") or "", ""),
		due_on=action.get("due_on"),
		status=action.get("status") or "Open",
		child=child.get("full_name") or "",
		review=": ".join(filter(None, (action.get("review_outcome"), action.get("review_note")))),
	)

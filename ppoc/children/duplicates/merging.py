"""Works out what merging two records of one child would do. Plain values.

One record is kept; the other stays as a read-only pointer to it. Nothing is lost: if both have a value, a person
chooses; records linked to the other child move; only identical records are deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ppoc.database.record_difference import same_value
from ppoc.meeting_statuses import ENDED
from ppoc.messages import Message

KEPT = "kept"
OTHER = "other"
CLOSED_PLAN = frozenset({"Achieved", "No longer prioritised"})
OPEN_REQUEST = frozenset({"Requested", "Listed"})


@dataclass(frozen=True)
class ChildRecord:
	"""A child's record with what a merge needs.

	Attributes:
		name: the record's name.
		values: the fields that a person can choose between, by field name.
		rows: child tables by field name, each row as plain values without names and positions.
		restricted: whether only the allowed people may see it.
		allowed: those people's logins.
		merged_into: the record it was merged into earlier, or "".
	"""

	name: str
	values: Mapping[str, object]
	rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
	restricted: bool = False
	allowed: frozenset[str] = frozenset()
	merged_into: str = ""


@dataclass(frozen=True)
class LinkedRecord:
	"""A record that links to a child.

	Attributes:
		doctype: its DocType.
		name: its name.
		child: the one of the two children that it links to.
		values: its fields without the link; equal values mean that the same thing was recorded twice.
		may_collapse: whether it may be deleted if the kept child has an equal one.
	"""

	doctype: str
	name: str
	child: str
	values: Mapping[str, object] = field(default_factory=dict)
	may_collapse: bool = False


@dataclass(frozen=True)
class FieldMerge:
	"""One field in which the records differ.

	Attributes:
		field: field name.
		kept: value of the record that is kept.
		other: value of the other record.
		choice_needed: both have a value, and a person must choose.
	"""

	field: str
	kept: object
	other: object
	choice_needed: bool


@dataclass
class MergePlan:
	"""What a merge will do.

	Attributes:
		kept: the record that is kept.
		other: the record that becomes a pointer.
		fields: the fields that differ.
		added_rows: child table rows that the kept record gains, by field name.
		moved: records that will link to the kept one.
		collapsed: (record of the other child, equal record of the kept child); the first is deleted.
		plans: (open plan of the other child, open plan of the kept child on the same route): the first is closed, and
			records linked to it move to the second.
		demoted: open primary plans of the other child that become parallel because the kept child has a primary one.
		withdrawn: open requests to the panel of which the kept child has an open one too.
		restricted: whether the kept record will be restricted.
		allowed: who may see it then.
		refusals: reasons against the merge, each with the remedy.
	"""

	kept: str
	other: str
	fields: list[FieldMerge] = field(default_factory=list)
	added_rows: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)
	moved: list[LinkedRecord] = field(default_factory=list)
	collapsed: list[tuple[LinkedRecord, LinkedRecord]] = field(default_factory=list)
	plans: list[tuple[LinkedRecord, LinkedRecord]] = field(default_factory=list)
	demoted: list[LinkedRecord] = field(default_factory=list)
	withdrawn: list[LinkedRecord] = field(default_factory=list)
	restricted: bool = False
	allowed: frozenset[str] = frozenset()
	refusals: list[str] = field(default_factory=list)

	def values_with(self, choices: Mapping[str, str]) -> dict[str, object]:
		"""Returns the values to write to the kept record.

		Args:
			choices: `KEPT` or `OTHER` by field name, for each field that needs a choice.

		Returns:
			The values to take from the other record, by field name.

		Raises:
			ValueError: a choice is missing or neither of the two; the message is the field name.
		"""
		taken: dict[str, object] = {}
		for difference in self.fields:
			choice = choices.get(difference.field, None if difference.choice_needed else OTHER)
			if choice not in (KEPT, OTHER):
				raise ValueError(difference.field)
			if choice == OTHER:
				taken[difference.field] = difference.other
		return taken


def plan_merge(kept: ChildRecord, other: ChildRecord, linked: Sequence[LinkedRecord]) -> MergePlan:
	"""Works out a merge.

	Args:
		kept: the record to keep.
		other: the record to merge into it.
		linked: all records of any DocType that link to either child, as they are now.

	Returns:
		The plan. It must not be carried out if it has refusals.
	"""
	plan = MergePlan(kept.name, other.name)
	plan.refusals.extend(_refusals(kept, other, linked))
	plan.fields = [
		FieldMerge(name, kept.values.get(name), value, bool(_said(kept.values.get(name))))
		for name, value in other.values.items()
		if _said(value) and not same_value(value, kept.values.get(name))
	]
	for table, rows in other.rows.items():
		known = list(kept.rows.get(table, ()))
		new = [row for row in rows if not any(_equal(row, there) for there in known)]
		if new:
			plan.added_rows[table] = new
	_plan_links(plan, linked)
	plan.restricted = kept.restricted or other.restricted
	plan.allowed = kept.allowed if kept.restricted else other.allowed
	return plan


def _said(value: object) -> bool:
	return value not in (None, "", 0)


def _equal(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
	return all(same_value(one.get(name), other.get(name)) for name in {*one, *other})


def _plan_links(plan: MergePlan, linked: Sequence[LinkedRecord]) -> None:
	"""Plans to move the records of the other child, except where the kept child has an equal one."""
	unmatched = [record for record in linked if record.child == plan.kept]
	for record in linked:
		if record.child != plan.other:
			continue
		twin = next((there for there in unmatched if _is_twin(record, there)), None)
		if twin is not None:
			plan.collapsed.append((record, twin))
			unmatched.remove(twin)
			continue
		plan.moved.append(record)
		if _is_open_plan(record):
			_plan_open_plan(plan, record, [there for there in linked if there.child == plan.kept])
		elif _is_open_request(record) and any(
			_is_open_request(there) and there.values.get("request_type") == record.values.get("request_type")
			for there in unmatched
		):
			plan.withdrawn.append(record)


def _plan_open_plan(plan: MergePlan, record: LinkedRecord, there: Sequence[LinkedRecord]) -> None:
	"""Keeps to one open plan for each route, and to one primary plan."""
	open_plans = [other for other in there if _is_open_plan(other)]
	same = next(
		(other for other in open_plans if other.values.get("route") == record.values.get("route")), None
	)
	if same is not None:
		plan.plans.append((record, same))
	elif _is_primary(record) and any(_is_primary(other) for other in open_plans):
		plan.demoted.append(record)


def _is_twin(record: LinkedRecord, there: LinkedRecord) -> bool:
	return (
		record.may_collapse
		and there.may_collapse
		and record.doctype == there.doctype
		and _equal(record.values, there.values)
	)


def _is_open_plan(record: LinkedRecord) -> bool:
	return record.doctype == "Permanence Plan" and record.values.get("status") not in CLOSED_PLAN


def _is_primary(record: LinkedRecord) -> bool:
	return record.values.get("plan_kind") == "Primary"


def _is_open_request(record: LinkedRecord) -> bool:
	return record.doctype == "Panel Decision" and record.values.get("status") in OPEN_REQUEST


def _refusals(kept: ChildRecord, other: ChildRecord, linked: Sequence[LinkedRecord]) -> list[str]:
	"""Returns why the two records must not be merged in their present state."""
	if kept.name == other.name:
		return [Message("A record cannot be merged with itself. Choose another record.")]
	refusals: list[str] = [
		Message(
			"{0} has been merged into {1} already. Merge that record instead.",
			record.name,
			record.merged_into,
		)
		for record in (kept, other)
		if record.merged_into
	]
	if kept.restricted and other.restricted and kept.allowed != other.allowed:
		refusals.append(
			Message(
				"Both records are restricted, to different people. Give both the same list of people"
				" first, so that merging does not show anybody what was kept from them."
			)
		)
	meetings: dict[str, set[object]] = {}
	for record in linked:
		if record.doctype == "Meeting Discussion" and record.values.get("meeting_status") not in ENDED:
			meetings.setdefault(record.child, set()).add(record.values.get("meeting"))
	both = sorted(str(name) for name in meetings.get(kept.name, set()) & meetings.get(other.name, set()))
	if both:
		refusals.append(
			Message(
				"Both records are on the agenda of {0}. Take one of them off, or close the meeting first.",
				", ".join(both),
			)
		)
	return refusals

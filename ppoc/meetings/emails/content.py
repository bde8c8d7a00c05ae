"""Selects what an email says to one recipient. Plain Python: everything there is to say in, one recipient's
part out."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date

from ppoc.messages import Message, joined


@dataclass(frozen=True)
class Case:
	"""A child who was put on a list."""

	plan: str
	child: str
	name: str
	child_id: str
	route: str
	status: str
	predicted_start: date | None = None
	progress: str = ""


@dataclass(frozen=True)
class Update:
	"""An action and its outcomes."""

	action: str
	child: str
	name: str
	child_id: str
	what: str
	owner: str
	owner_name: str
	due_on: date | None
	status: str
	is_new: bool
	outcomes: tuple[str, ...] = ()

	@property
	def words(self) -> Message:
		"""The outcomes in words."""
		said = [*([Message("New")] if self.is_new else []), *self.outcomes]
		return joined(said, "; ") if said else Message(self.status)


@dataclass(frozen=True)
class ListedChild:
	"""A child on an agenda."""

	item: str
	child: str
	name: str
	child_id: str
	slot: str
	route: str
	status: str
	predicted_start: date | None
	times_moved: int
	progress: str
	question: str
	potential: str
	rationale: str


@dataclass(frozen=True)
class Reader:
	"""What one recipient may read.

	Attributes:
		worker: the reader, who may always read their own actions, unless the child is restricted.
		named: children shown by name.
		by_id: children shown by their ID.
		unrestricted: children who are not restricted to named users.
	"""

	worker: str
	named: Container[str] = ()
	by_id: Container[str] = ()
	unrestricted: Container[str] = ()

	def may_read(self, child: str) -> bool:
		"""Returns whether anything about the child may be said."""
		return child in self.named or child in self.by_id

	def label(self, one: Case | Update | ListedChild) -> str:
		"""Returns the child's name, or the ID if the reader may not read the name."""
		return one.name if one.child in self.named else one.child_id


@dataclass
class TargetedWork:
	"""One recipient's Targeted Work email: rows in the order of the children's names."""

	cases: list[dict] = field(default_factory=list)
	children: list[dict] = field(default_factory=list)
	general: list[Update] = field(default_factory=list)

	@property
	def is_empty(self) -> bool:
		"""Whether nothing in it concerns this recipient."""
		return not (self.cases or self.children or self.general)

	@property
	def about(self) -> set[str]:
		"""The children whom it tells about."""
		updates = (update for row in self.children for update in row["updates"])
		return {row["case"].child for row in self.cases} | {update.child for update in updates}

	@property
	def action_count(self) -> int:
		"""How many actions it lists."""
		return sum(len(child["updates"]) for child in self.children) + len(self.general)


def targeted_work_for(reader: Reader, cases: Iterable[Case], updates: Iterable[Update]) -> TargetedWork:
	"""Returns this recipient's part of the Targeted Work email."""
	letter = TargetedWork()
	for case in sorted(cases, key=lambda case: (case.name.casefold(), case.child)):
		if reader.may_read(case.child):
			letter.cases.append({"label": reader.label(case), "case": case})
	by_child: dict[str, list[Update]] = {}
	for update in updates:
		if not update.child:
			letter.general.append(update)
		elif reader.may_read(update.child) or _own(reader, update):
			by_child.setdefault(update.child, []).append(update)
	for child in sorted(by_child, key=lambda child: (by_child[child][0].name.casefold(), child)):
		letter.children.append({"label": reader.label(by_child[child][0]), "updates": by_child[child]})
	return letter


def own_actions(reader: Reader, updates: Iterable[Update]) -> list[dict]:
	"""Returns the open actions that this recipient owns, the earliest due first, with the name of their child."""
	own = [
		update
		for update in updates
		if update.owner == reader.worker
		and update.status == "Open"
		and (not update.child or reader.may_read(update.child) or _own(reader, update))
	]
	own.sort(key=lambda update: (update.due_on or date.max, update.action))
	return [{"label": reader.label(update) if update.child else "", "task": update} for update in own]


def agenda_for(
	reader: Reader, items: Iterable[dict], children: Iterable[ListedChild]
) -> tuple[list[dict], int]:
	"""Returns the agenda with the children this recipient may read about, and how many those are."""
	own: dict[str, list[dict]] = {}
	count = 0
	for one in children:
		if reader.may_read(one.child):
			own.setdefault(one.item, []).append({"label": reader.label(one), "listed": one})
			count += 1
	return [{**item, "children": own.get(item["item_key"], [])} for item in items], count


def _own(reader: Reader, update: Update) -> bool:
	return update.owner == reader.worker and update.child in reader.unrestricted

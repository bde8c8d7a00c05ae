"""The switch for work in bulk: due dates and ratings wait until many records are written, and are computed once.

A save computes what follows from it at once, in the same transaction. Inside `deferred()` it only notes what it
changed, and the end of the block computes that. The switch belongs to one connection: colleagues who save at the
same time notice nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import frappe

from ppoc.database.retry import begins_again
from ppoc.database.rows import chunks

JOB = "ppoc.database.deferral.compute_left_over"


@dataclass(frozen=True)
class Computation:
	"""Something that is computed anew when records change.

	Attributes:
		compute: takes the names of the records that changed.
		turn: which comes first at the end of a block, the lower: ratings count due dates, so they come later.
	"""

	compute: Callable[[list[str]], object]
	turn: int

	@property
	def path(self) -> str:
		"""How a job names it."""
		return f"{self.compute.__module__}.{self.compute.__qualname__}"


Names = dict[Computation, set[str]]


class Deferral:
	"""What waits in one block."""

	def __init__(self, only: Collection[Computation], outer: Deferral | None) -> None:
		self.only = only
		self.outer = outer
		self.waiting: Names = {}
		self.committed: Names = {}
		"""Those of them whose records are committed: a rollback no longer takes back what they are computed from."""

	def responsible_for(self, computation: Computation) -> Deferral | None:
		"""The outermost block in which this computation waits."""
		outer = self.outer.responsible_for(computation) if self.outer else None
		mine = not self.only or computation in self.only
		return outer or (self if mine else None)

	def note(self, computation: Computation, names: Iterable[str]) -> None:
		"""Remember what has changed until the block ends."""
		changed = set(names)
		self.waiting.setdefault(computation, set()).update(changed)
		frappe.db.after_commit.add(partial(self._note_commit, computation, changed))

	def _note_commit(self, computation: Computation, names: set[str]) -> None:
		self.committed.setdefault(computation, set()).update(names)

	def compute(self) -> None:
		"""Compute what waits, once for each record, in the caller's transaction."""
		for computation in _in_turn(self.waiting):
			_compute(computation.compute, sorted(self.waiting[computation]))
		self.forget()

	def forget(self) -> None:
		"""Compute nothing: the caller has a pass of its own, which looks at every record."""
		self.waiting.clear()
		self.committed.clear()

	def leave_to_job(self) -> None:
		"""After an error: what is committed already, or still will be, a job computes as soon as it can."""
		self._enqueue()
		frappe.db.after_commit.add(self._enqueue)

	def _enqueue(self) -> None:
		left = {each.path: sorted(self.committed[each]) for each in _in_turn(self.committed)}
		self.committed.clear()
		if not left:
			return
		try:
			frappe.enqueue(JOB, queue="long", left=left)
		except Exception:
			# without a queue the error that ended the block says more, and the nightly job looks at all records
			frappe.logger("ppoc").exception("what a block had deferred could not be left to a job: %s", left)


def _in_turn(names: Names) -> list[Computation]:
	return sorted(names, key=lambda computation: (computation.turn, computation.path))


def _compute(compute: Callable[[list[str]], object], names: list[str]) -> None:
	"""So many at a time; what asks for no names is called once."""
	for some in chunks(names) if names else [[]]:
		compute(some)


@contextmanager
def deferred(*only: Computation) -> Iterator[Deferral]:
	"""Records saved inside have their due dates and ratings computed once, at the end.

	A block inside another one leaves its work to that. When a block ends with an error nothing is computed in it: its
	records are rolled back as a rule, and a job computes what was committed.

	Args:
		only: these computations wait and the others go on; without any all of them wait.

	Returns:
		What waits, for callers who commit in between (`compute`), or have a pass of their own (`forget`).
	"""
	outer = frappe.flags.ppoc_deferral
	mine = frappe.flags.ppoc_deferral = Deferral(only, outer)
	try:
		yield mine
		mine.compute()
	except BaseException:
		mine.leave_to_job()
		raise
	finally:
		frappe.flags.ppoc_deferral = outer


def put_off(computation: Computation, names: Iterable[str] = ()) -> bool:
	"""Whether a block is open in which this computation waits; the names are noted in it then."""
	deferral = frappe.flags.ppoc_deferral
	responsible = deferral.responsible_for(computation) if deferral else None
	if not responsible:
		return False
	responsible.note(computation, names)
	return True


@begins_again(waits=True)
def compute_left_over(left: dict[str, list[str]]) -> Any:
	"""The job for what was committed in a block that ended with an error.

	Args:
		left: the names of what changed, by the function that computes what follows, in their order.
	"""
	for path, names in left.items():
		_compute(frappe.get_attr(path), names)
	frappe.db.commit()

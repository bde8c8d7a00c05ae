"""Finds the owner of an action by name or by role for the child, as in “SW to visit by Friday”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppoc.imports.mapping import NameIndex, normalise
from ppoc.messages import Message

SOCIAL_WORKER = frozenset({"sw", "social worker", "allocated sw", "allocated social worker", "asw"})
PARTS: dict[str, frozenset[str]] = {
	"team_manager": frozenset({"tm", "team manager", "manager"}),
	"practice_supervisor": frozenset({"ps", "practice supervisor", "supervisor"}),
	"team_coordinator": frozenset({"tc", "team coordinator", "coordinator"}),
}
"""Fields of a team, with what people write for the person in each."""


@dataclass(frozen=True)
class Owners:
	"""Finds the worker that an action's owner stands for.

	Attributes:
		workers: all workers by name; None accepts every name as it is.
		teams: for each team, its people by field name.
	"""

	workers: NameIndex | None = None
	teams: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

	def find(self, written: str, child: Mapping[str, object]) -> tuple[str, str]:
		"""Returns the worker that an owner stands for.

		Args:
			written: the owner as written in the tracker.
			child: values of the child's row on All Data.

		Returns:
			The worker's record and "", or "" and what is missing, as the end of a sentence.
		"""
		if self.workers is None:
			return written, ""
		found = self.workers.find(written)
		if len(found) == 1:
			return next(iter(found)), ""
		if found:
			return "", Message("one owner (there are {0} people called “{1}”)", len(found), written)
		worker = self._by_part(normalise(written), child)
		return (
			(worker, "") if worker else ("", Message("a known owner (there is nobody called “{0}”)", written))
		)

	def _by_part(self, part: str, child: Mapping[str, object]) -> str:
		if part in SOCIAL_WORKER:
			return str(child.get("social_worker") or "")
		people = self.teams.get(str(child.get("team") or ""), {})
		return next((people.get(name) or "" for name, words in PARTS.items() if part in words), "")

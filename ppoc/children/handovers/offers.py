"""Offers of a child as plain values: where the child is, where it is to go, and why it may be impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ppoc.messages import Message

OFFERED: Final = "Offered"
ACCEPTED: Final = "Accepted"
REFUSED: Final = "Refused"
REVOKED: Final = "Revoked"
RECEIVING_STEPS = (ACCEPTED, REFUSED)
"""Steps of the receiving side; only the offering side revokes."""
NEED_A_REASON = (REFUSED, REVOKED)


@dataclass(frozen=True)
class Allocation:
	"""The locality, team and worker that have a child; "" if nobody is named."""

	locality: str = ""
	team: str = ""
	worker: str = ""

	def goes_to(self, to: Allocation) -> Allocation:
		"""Returns who has the child once it has been accepted there.

		When a child moves to another team, that team names the worker; the former worker does not stay on.
		"""
		stays = to.team == self.team and to.locality == self.locality
		return Allocation(to.locality, to.team, to.worker or (self.worker if stays else ""))


def fault_of(here: Allocation, to: Allocation) -> str:
	"""Returns why a child cannot be offered there, or "" if it can."""
	if not to.locality:
		return Message("Say who it is offered to: a worker, a team or a locality.")
	if here.goes_to(to) == here:
		return Message("The child is there already.")
	return ""


def moved_since(offered_from: Allocation, now: Allocation) -> bool:
	"""Returns whether the child has moved since it was offered; the offer can then no longer be accepted."""
	return (offered_from.locality, offered_from.team) != (now.locality, now.team)

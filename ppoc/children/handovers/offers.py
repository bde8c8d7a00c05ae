"""Offers of a child as plain values: where it is, where it is to go, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from ppoc.messages import Message

OFFERED, ACCEPTED, REFUSED, REVOKED = "Offered", "Accepted", "Refused", "Revoked"
RECEIVING_STEPS = (ACCEPTED, REFUSED)
"""What the receiving side does; only the offering side revokes."""
NEED_A_REASON = (REFUSED, REVOKED)


@dataclass(frozen=True)
class Place:
	"""With whom a child is: "" where nobody is named."""

	locality: str = ""
	team: str = ""
	worker: str = ""

	def goes_to(self, to: Place) -> Place:
		"""With whom the child is after it was accepted there.

		Whoever takes a child into another team says who works with it: the former worker does not stay on.
		"""
		stays = to.team == self.team and to.locality == self.locality
		return Place(to.locality, to.team, to.worker or (self.worker if stays else ""))


def fault_of(here: Place, to: Place) -> str:
	"""Why a child cannot be offered there, "" if it can."""
	if not to.locality:
		return Message("Say to whom: a worker, a team or a locality.")
	if here.goes_to(to) == here:
		return Message("The child is there already.")
	return ""


def moved_since(offered_from: Place, now: Place) -> bool:
	"""Whether the child went elsewhere after it was offered: nobody can give it from there any more."""
	return (offered_from.locality, offered_from.team) != (now.locality, now.team)

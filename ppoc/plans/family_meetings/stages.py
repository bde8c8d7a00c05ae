"""Where a family group meeting stands, and what is missing before proceedings. Plain Python.

Before it applies for a care or supervision order, an authority offers the parents, and everybody else with parental
responsibility, a family group decision-making meeting; the letter before proceedings makes the offer. If one of them
accepts, the meeting is held before the application. It leaves either out only where it would not be in the child's
best interests (Children Act 1989, section 31ZA, inserted by the Children's Wellbeing and Schools Act 2026, section 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ppoc.messages import Message

ACCEPTED, DECLINED = "Accepted", "Declined"


class Stage(str, Enum):
	"""Where a family group meeting stands."""

	OFFERED = "Offered"
	ACCEPTED = "Accepted"
	DECLINED = "Declined"
	HELD = "Held"
	NOT_HELD = "Not held"
	NOT_OFFERED = "Not offered"


class Gap(str, Enum):
	"""What is missing before proceedings."""

	NO_OFFER = "no_offer"
	LATE = "late"
	NOT_IN_LETTER = "not_in_letter"
	NOT_HELD = "not_held"
	NO_ANSWER = "no_answer"


GAP_WORDS = {
	Gap.NO_OFFER: Message("No offer, and no reason"),
	Gap.LATE: Message("Offered only after proceedings were issued"),
	Gap.NOT_IN_LETTER: Message("The letter before proceedings does not make the offer"),
	Gap.NOT_HELD: Message("Accepted, but not held before proceedings"),
	Gap.NO_ANSWER: Message("Offered, but no answer is recorded"),
}
NOT_OFFERED_AS_IT_SHOULD_BE = frozenset({Gap.NO_OFFER, Gap.LATE, Gap.NOT_IN_LETTER})
NOT_HELD_AS_IT_SHOULD_BE = frozenset({Gap.NO_OFFER, Gap.LATE, Gap.NOT_HELD})


@dataclass(frozen=True)
class Offer:
	"""What one person was offered, and what they answered (`ACCEPTED`, `DECLINED` or "" for no answer yet)."""

	offered_on: date
	answer: str = ""
	answered_on: date | None = None


@dataclass(frozen=True)
class FamilyMeeting:
	"""What decides where a family group meeting stands.

	Attributes:
		offers: to whom it was offered.
		not_offered_on: the day on which somebody decided not to offer it, or None.
		letter_sent_on, offer_in_letter: the letter before proceedings, and whether it makes the offer.
		held_on: the day of the meeting, or None.
		left_out: whether there is a reason why an accepted meeting was not held.
	"""

	offers: tuple[Offer, ...] = ()
	not_offered_on: date | None = None
	letter_sent_on: date | None = None
	offer_in_letter: bool = False
	held_on: date | None = None
	left_out: bool = False

	@property
	def offered_on(self) -> date | None:
		"""The day of the first offer."""
		return min((offer.offered_on for offer in self.offers), default=None)

	@property
	def accepted_on(self) -> date | None:
		"""The day on which the first person accepted."""
		days = (offer.answered_on for offer in self.offers if offer.answer == ACCEPTED)
		return min((day for day in days if day), default=None)

	@property
	def declined_on(self) -> date | None:
		"""The day on which the last person declined, if everybody did."""
		if not self.offers or any(offer.answer != DECLINED for offer in self.offers):
			return None
		return max((offer.answered_on for offer in self.offers if offer.answered_on), default=None)

	@property
	def begun_on(self) -> date | None:
		"""The day of the first offer, or of the decision not to offer it."""
		return self.not_offered_on or self.offered_on

	@property
	def stage(self) -> Stage:
		"""Where it stands."""
		if self.not_offered_on:
			return Stage.NOT_OFFERED
		if self.held_on:
			return Stage.HELD
		if self.accepted_on:
			return Stage.NOT_HELD if self.left_out else Stage.ACCEPTED
		return Stage.DECLINED if self.declined_on else Stage.OFFERED


def event_days(meeting: FamilyMeeting) -> dict[str, date | None]:
	"""Returns the event type of each step → the day on which it was taken, or None."""
	return {
		"Family group meeting offered": meeting.offered_on,
		"Family group meeting not offered": meeting.not_offered_on,
		"Family group meeting accepted": meeting.accepted_on,
		"Family group meeting declined": meeting.declined_on,
		"Family group meeting held": meeting.held_on,
		"Letter before proceedings sent": meeting.letter_sent_on,
	}


def gaps_before(meetings: Iterable[FamilyMeeting], on: date, after: date | None = None) -> tuple[Gap, ...]:
	"""Returns what is missing for proceedings; nothing if all is as it should be.

	Args:
		meetings: the child's family group meetings. Of several the one counts that leaves least missing, and the latest
			of those.
		on: the day on which proceedings were issued, or would be.
		after: the day on which earlier proceedings ended; what was offered before them does not count.
	"""
	counted = begun_after(meetings, after)
	if not counted:
		return (Gap.NO_OFFER,)
	return min((_gaps(meeting, on) for meeting in counted), key=len)


def begun_after(meetings: Iterable[FamilyMeeting], after: date | None) -> list[FamilyMeeting]:
	"""Returns the meetings that began after earlier proceedings ended, if there were any; the latest first."""
	begun = [(meeting.begun_on, meeting) for meeting in meetings if meeting.begun_on]
	counted = [one for one in begun if not after or one[0] > after]
	return [meeting for _day, meeting in sorted(counted, key=lambda one: one[0], reverse=True)]


def _gaps(meeting: FamilyMeeting, on: date) -> tuple[Gap, ...]:
	def by(day: date | None) -> bool:
		return day is not None and day <= on

	if not by(meeting.begun_on):
		return (Gap.LATE,)
	if meeting.not_offered_on:
		return ()
	gaps = [Gap.NOT_IN_LETTER] if by(meeting.letter_sent_on) and not meeting.offer_in_letter else []
	if by(meeting.accepted_on):
		gaps += [] if by(meeting.held_on) or meeting.left_out else [Gap.NOT_HELD]
	elif not by(meeting.declined_on) and not by(meeting.held_on):
		gaps.append(Gap.NO_ANSWER)
	return tuple(gaps)

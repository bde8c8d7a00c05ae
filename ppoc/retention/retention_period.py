"""Works out until when a child's record is kept, and says why. Plain Python.

The rules are those of regulation 50 of the Care Planning, Placement and Case Review (England) Regulations 2010
and of regulation 6 of the Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from ppoc.ages import years_between
from ppoc.messages import Message


@dataclass(frozen=True)
class Periods:
	"""How long records are kept; an authority may keep them for longer than the regulations ask, never for less.

	Attributes:
		birthday: until which birthday.
		death_before: a death before this age counts instead of the birthday.
		death_years: for how many years after such a death.
		adoption_years: for how many years after an adoption order.
	"""

	birthday: int = 75
	death_before: int = 18
	death_years: int = 15
	adoption_years: int = 100


LEAST = Periods()
"""What the regulations ask for."""


@dataclass(frozen=True)
class LifeDates:
	"""The dates of a child's life that decide how long the record is kept.

	Attributes:
		born: date of birth.
		unborn: whether the child is not born yet.
		died: date of death.
		adopted: date of the adoption order; the latest if there are several.
	"""

	born: date | None = None
	unborn: bool = False
	died: date | None = None
	adopted: date | None = None


@dataclass(frozen=True)
class Kept:
	"""Until when a record is kept.

	Attributes:
		until: the last day; None if it cannot be worked out, so that the record is never erased.
		reasons: which rules apply, from what dates.
	"""

	until: date | None
	reasons: tuple[Message, ...] = field(default=())

	@property
	def erase_from(self) -> date | None:
		"""The first day on which the record may be erased."""
		return self.until + timedelta(days=1) if self.until else None

	def is_due(self, today: date) -> bool:
		"""Returns whether the record may be erased."""
		return self.erase_from is not None and self.erase_from <= today


def kept_until(life: LifeDates, periods: Periods, today: date) -> Kept:
	"""Works out until when a record is kept.

	Args:
		life: the dates of the child's life.
		periods: the authority's settings.
		today: the day on which it is asked; no date of a life may be after it.

	Returns:
		The last day and the reasons.
	"""
	fault = _fault(life, today)
	if fault:
		return Kept(None, (fault,))
	born = life.born
	assert born  # or there is a fault
	ends = [_by_death(born, life.died, periods) or _by_birthday(born, life.died, periods)]
	if life.adopted:
		until = anniversary(life.adopted, periods.adoption_years)
		words = Message(
			"Adoption order of {0}: kept for {1} years, until {2}.",
			life.adopted,
			periods.adoption_years,
			until,
		)
		ends.append((until, words))
	reasons = [words for _until, words in ends]
	last = max(until for until, _words in ends)
	if len(ends) > 1:
		reasons.append(Message("The later date counts: {0}.", last))
	return Kept(last, tuple(reasons))


def anniversary(day: date, years: int) -> date:
	"""Returns the same day some years later; for 29 February, 1 March in a year without one."""
	try:
		return day.replace(year=day.year + years)
	except ValueError:
		return date(day.year + years, 3, 1)


def _by_birthday(born: date, died: date | None, periods: Periods) -> tuple[date, Message]:
	until = anniversary(born, periods.birthday)
	if died:
		words = Message(
			"Born on {0}, died on {1} at {2} or older: kept until the age of {3}, on {4}.",
			born,
			died,
			periods.death_before,
			periods.birthday,
			until,
		)
		return until, words
	return until, Message("Born on {0}: kept until the age of {1}, on {2}.", born, periods.birthday, until)


def _by_death(born: date, died: date | None, periods: Periods) -> tuple[date, Message] | None:
	if not died or years_between(born, died) >= periods.death_before:
		return None
	until = anniversary(died, periods.death_years)
	words = Message(
		"Died on {0}, before the age of {1}: kept for {2} years, until {3}.",
		died,
		periods.death_before,
		periods.death_years,
		until,
	)
	return until, words


def _fault(life: LifeDates, today: date) -> Message | None:
	"""Returns why nothing can be worked out."""
	if life.unborn:
		return Message("The child is not born yet. The record is kept.")
	if not life.born:
		return Message(
			"The date of birth is not known, so the record is never due to be erased. Fill in the date of birth."
		)
	for name, day in ((Message("Date of birth"), life.born), *_later(life)):
		if day and day > today:
			return Message("{0}: {1} is in the future. The record is kept; correct the date.", name, day)
		if day and day < life.born:
			return Message("{0}: {1} is before the birth. The record is kept; correct the date.", name, day)
	return None


def _later(life: LifeDates) -> tuple[tuple[Message, date | None], ...]:
	return ((Message("Date of death"), life.died), (Message("Adoption order"), life.adopted))

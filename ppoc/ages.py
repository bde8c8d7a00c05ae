"""Works out how old a child is. Plain Python.

Somebody born on 29 February becomes a year older on 1 March in other years: an age is reached at the
beginning of the anniversary of the birth (Family Law Reform Act 1969, section 9).
"""

from __future__ import annotations

from datetime import date, timedelta


def years_between(born: date, day: date) -> int:
	"""Returns the whole years from a birth to a day; negative before the birth."""
	return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_between(start: date, day: date) -> int:
	"""Returns the whole months from one day to another; negative if the other comes first."""
	return 12 * (day.year - start.year) + day.month - start.month - (day.day < start.day)


def age_on(born: date | None, day: date | None) -> int | None:
	"""Returns the age in whole years on a day. None if either is unknown, and for a child who is not born yet."""
	if not born or not day or born > day:
		return None
	return years_between(born, day)


def next_birthday(born: date, today: date) -> date:
	"""Returns the first birthday after a day; for a child who is not born yet, the day of birth."""
	first = max(today.year, born.year)
	this, following = _birthday(born, first), _birthday(born, first + 1)
	return this if this > today else following


def birthday(born: date, age: int) -> date:
	"""Returns the day on which somebody reaches an age."""
	return _birthday(born, born.year + age)


def _birthday(born: date, year: int) -> date:
	try:
		return born.replace(year=year)
	except ValueError:
		return date(year, 2, 28) + timedelta(days=1)

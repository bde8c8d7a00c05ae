"""Ages change on birthdays, those of 29 February on 1 March; no other code works out ages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import ppoc
from ppoc.ages import age_on, next_birthday, years_between

DAY = date(2026, 3, 3)
LEAP = date(2016, 2, 29)


@pytest.mark.parametrize(
	("born", "age"),
	[
		(date(2016, 3, 3), 10),
		(date(2016, 3, 4), 9),
		(DAY, 0),
		(date(2026, 4, 1), None),
		(None, None),
		(date(2012, 2, 29), 14),
	],
)
def test_age_turns_on_the_birthday(born: date | None, age: int | None) -> None:
	assert age_on(born, DAY) == age
	assert age_on(born, None) is None


def test_who_is_born_on_29_february_is_a_year_older_on_1_march() -> None:
	assert (age_on(LEAP, date(2027, 2, 28)), age_on(LEAP, date(2027, 3, 1))) == (10, 11)
	assert age_on(LEAP, date(2028, 2, 29)) == 12


@pytest.mark.parametrize(
	("born", "today", "following"),
	[
		(date(2016, 3, 3), DAY, date(2027, 3, 3)),
		(date(2016, 3, 4), DAY, date(2026, 3, 4)),
		(LEAP, DAY, date(2027, 3, 1)),
		(LEAP, date(2027, 12, 31), date(2028, 2, 29)),
		(date(2027, 5, 1), DAY, date(2027, 5, 1)),
	],
)
def test_the_next_birthday_comes_after_today(born: date, today: date, following: date) -> None:
	assert next_birthday(born, today) == following
	assert years_between(born, following) == (years_between(born, today) + 1 if born <= today else 0)


def test_ages_are_worked_out_in_one_place() -> None:
	app = Path(ppoc.__file__).parent
	worked_out = re.compile(r"\.year - \w+(\.\w+)*\.year - \(")
	files = {path.name for path in app.rglob("*.py") if worked_out.search(path.read_text())}
	assert files == {"ages.py"}

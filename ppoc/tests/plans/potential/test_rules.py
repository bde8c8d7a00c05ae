"""Potential, and describing periods of time."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.plans.potential.rules import asks_the_panel, birth_fault, settles_the_request, span_in_words

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
	("born", "unborn", "died", "words"),
	[
		(date(2026, 3, 4), False, None, "in the future"),
		(date(1990, 1, 1), False, None, "is the year right"),
		(date(2027, 6, 1), True, None, "a pregnancy"),
		(date(2015, 1, 1), False, date(2014, 1, 1), "before the date of birth"),
		(date(2015, 1, 1), False, date(2026, 3, 4), "death is in the future"),
		(date(2026, 8, 1), True, None, ""),
		(date(2015, 1, 1), False, date(2020, 1, 1), ""),
		(None, False, None, ""),
	],
)
def test_dates_of_birth_and_death_that_cannot_be_are_refused(born, unborn, died, words):
	fault = birth_fault(born, unborn, died, TODAY)
	assert words in fault
	assert bool(fault) is bool(words)


@pytest.mark.parametrize(
	("start", "words"),
	[
		(date(2023, 1, 1), "3 years 2 months"),
		(date(2025, 3, 3), "1 year"),
		(date(2026, 2, 24), "1 week"),
		(date(2025, 10, 4), "4 months"),
		(None, ""),
	],
)
def test_time_in_care_is_said_as_people_say_it(start, words):
	assert span_in_words(start, TODAY) == words


def test_only_a_new_no_potential_asks_the_panel():
	assert asks_the_panel("Uncertain", "No potential")
	assert not asks_the_panel("No potential", "No potential agreed")
	assert settles_the_request("No potential", "Potential now")
	assert not settles_the_request("No potential", "Challenged")

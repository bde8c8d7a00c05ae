"""NHS numbers: what is one, and how it is written."""

from __future__ import annotations

import pytest

from ppoc.children.nhs_numbers import nhs_digits, nhs_fault, nhs_written

pytestmark = pytest.mark.requirement("Y8")


@pytest.mark.parametrize("text", ["9990000018", "999 000 0018", "999-000-0018", " 999.000.0018 ", "", None])
def test_a_number_whose_digits_fit_is_right_however_it_is_written(text):
	assert nhs_fault(text) is None
	assert nhs_written(text) == ("999 000 0018" if text else "")


@pytest.mark.parametrize("place", range(10))
@pytest.mark.parametrize("by", [1, 4, 9])
def test_a_wrong_digit_is_noticed_wherever_it_is(place, by):
	digits = list("9990000018")
	digits[place] = str((int(digits[place]) + by) % 10)
	assert nhs_fault("".join(digits))


def test_two_digits_that_changed_places_are_noticed():
	assert nhs_fault("9990000081")


@pytest.mark.parametrize("text", ["999000001", "99900000180", "999000001X", "٩٩٩٠٠٠٠٠١٨", "none"])
def test_what_has_not_ten_digits_is_refused(text):
	assert "ten digits" in str(nhs_fault(text))


def test_a_number_that_stands_in_for_none_is_refused():
	assert "Leave the field empty" in str(nhs_fault("0000000000"))


def test_only_what_separates_is_left_out():
	assert nhs_digits("999 000-0018x") == "9990000018x"

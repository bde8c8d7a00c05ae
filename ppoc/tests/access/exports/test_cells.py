"""A value that a spreadsheet would execute becomes text; every other value stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.access.spreadsheet_cells import as_text


@pytest.mark.requirement("X2.3")
@pytest.mark.parametrize(
	"value", ["=1+1", "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]
)
def test_a_formula_becomes_a_text(value: str) -> None:
	assert as_text(value) == f"'{value}"


@pytest.mark.parametrize(
	"value", ["-5", "+44 1632 960000", "-1,250.50", "12%", "Anna", "O'Neil", "", 5, -5, None]
)
def test_numbers_names_and_nothing_stay(value: object) -> None:
	assert as_text(value) == value


@given(st.text())
def test_nothing_a_name_may_hold_begins_a_formula(value: str) -> None:
	shown = as_text(value)
	assert shown == value or shown == f"'{value}"
	assert not shown.startswith(("=", "@", "\t", "\r"))

"""Dates and weeks as the United Kingdom writes them."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import format_date

from ppoc.desk import formats_database

FIELDS = ("date_format", "first_day_of_the_week")


def settings() -> tuple[str, ...]:
	return tuple(frappe.db.get_single_value("System Settings", field, cache=False) for field in FIELDS)


@pytest.mark.requirement("X5.1")
def test_a_new_site_writes_dates_as_the_united_kingdom_does(site: str) -> None:
	assert settings() == ("dd/mm/yyyy", "Monday")
	assert format_date("2026-11-28") == "28/11/2026"


@pytest.mark.parametrize(
	("country", "before", "after"),
	[
		("United Kingdom", ("dd-mm-yyyy", "Sunday"), ("dd/mm/yyyy", "Monday")),
		("United Kingdom", ("dd.mm.yyyy", "Saturday"), ("dd.mm.yyyy", "Saturday")),
		("Ireland", ("dd-mm-yyyy", "Monday"), ("dd-mm-yyyy", "Monday")),
	],
)
def test_an_install_beside_other_apps_keeps_what_somebody_chose(
	site: str, country: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
	there = frappe.get_single("System Settings")
	there.update({"country": country, **dict(zip(FIELDS, before, strict=True))}).save()
	formats_database.make()
	assert settings() == after

"""The working days of a nation with the days on which the authority is closed, read once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import frappe

from ppoc.timescales.calendars import Calendar, with_closures
from ppoc.timescales.rules_database import Token, remembered

OFFICE, HOLIDAY = "Office closed", "Bank holiday"


class WorkingDays:
	"""The calendars of all nations, with the closed days of this authority."""

	def __init__(self) -> None:
		rows = frappe.get_all("Closed Day", fields=["what", "kind", "first_day", "last_day"])
		self.closures, self.holidays = (
			{day: row.what for row in rows if row.kind == kind for day in _days(row.first_day, row.last_day)}
			for kind in (OFFICE, HOLIDAY)
		)
		self.said = repr(sorted([*self.closures.items(), *self.holidays.items()])) if rows else ""
		self._known: dict[tuple[str, bool], Calendar] = {}

	def of(self, nation: str | None, offices: bool = True) -> Calendar:
		"""Returns the calendar of a nation.

		Args:
			nation: the nation; England if it is not known.
			offices: whether days count on which only the offices are closed.
		"""
		key = (nation or "England", offices)
		if key not in self._known:
			self._known[key] = with_closures(key[0], self.closures if offices else {}, self.holidays)
		return self._known[key]


def _days(first: date, last: date | None) -> Iterable[date]:
	for number in range((max(last or first, first) - first).days + 1):
		yield first + timedelta(days=number)


def working_days(token: Token | None = None) -> WorkingDays:
	"""Returns the calendars, read again only if a closed day or another part of the setup has changed."""
	return remembered("working days", WorkingDays, token)


def calendar_here(nation: str | None, offices: bool = True) -> Calendar:
	"""Returns the calendar of a nation with the closed days of this authority."""
	return working_days().of(nation, offices)

"""The nightly passes over agendas. Each may run twice, or a day late, and does no harm."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, nowdate

from ppoc.agendas import database, proposals

WEEKS_AHEAD = 8


def propose_meetings() -> None:
	"""Keep eight weeks of proposals ahead for every active schedule, as the scheduler's user."""
	proposals.create(proposals.propose(proposals.schedules_of(), WEEKS_AHEAD))


def refresh_agendas() -> None:
	"""Fill the agendas of tomorrow's meetings anew, and those of proposals that have come near."""
	near = {"status": "Proposed", "meeting_date": ["between", [nowdate(), add_days(nowdate(), 14)]]}
	tomorrow = {
		"status": ["in", ["Planned", "Circulated"]],
		"meeting_date": ["between", [nowdate(), add_days(nowdate(), 1)]],
	}
	for filters in (near, tomorrow):
		for name in frappe.get_all("Meeting", filters=filters, pluck="name"):
			_refill(name)


def _refill(name: str) -> None:
	"""One meeting's fault does not keep the others' agendas back."""
	try:
		meeting = frappe.get_doc("Meeting", name, for_update=True)
		database.fill_into(meeting)
		meeting.save()
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"Agenda of {name} was not filled")

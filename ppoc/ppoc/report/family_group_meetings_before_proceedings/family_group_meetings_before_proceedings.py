"""Family Group Meetings before Proceedings: whether one was offered and held in time, or why not."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_months, getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.database.rows import chunks
from ppoc.plans.family_meetings.database import PROCEEDINGS_ENDED, meetings_of
from ppoc.plans.family_meetings.stages import GAP_WORDS, FamilyMeeting, begun_after, gaps_before
from ppoc.reporting.figures.children_database import events_of
from ppoc.reporting.figures.columns import Column, day, link, text
from ppoc.reporting.figures.lists_database import figure, narrowed, unset
from ppoc.translating import translated

ISSUED = "Proceedings issued"
MONTHS = 12
"""So many months back, unless the reader chooses another first day."""


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, None, list[Row]]:
	"""Returns columns, a row for each time that proceedings were issued, what is counted, and a summary."""
	asked = frappe._dict(filters or {})
	rows = get_data(asked)
	shown = [row for row in rows if row["missing"] or not asked.only_missing]
	return get_columns(), shown, _definition(), None, get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: who, what is missing, and what was offered, answered and held."""
	return [
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 100),
		day("issued_on", _("Proceedings issued"), 165),
		text("missing", _("What is missing"), 320),
		text("stage", _("Where it stands"), 130),
		day("offered_on", _("Offered on"), 105),
		day("letter_sent_on", _("Letter sent on"), 120),
		day("accepted_on", _("Accepted on"), 110),
		day("held_on", _("Held on"), 100),
		day("not_offered_on", _("Decided not to offer"), 155),
		text("social_worker", _("Social worker")),
		link("team", _("Team"), "Team", 150),
		link("locality", _("Locality"), "Locality"),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns a row for each time, those where something is missing first, and the latest of them first."""
	today = getdate(nowdate())
	since = getdate(filters.since or add_months(today, -MONTHS))
	issued = _issued(filters, since, getdate(filters.until or today))
	children = sorted({row["child"] for row in issued})
	ended: dict[str, list[Row]] = {}
	meetings: dict[str, list[FamilyMeeting]] = {}
	may_read = frappe.has_permission("Family Group Meeting", "read")
	for some in chunks(children):
		ended.update(events_of(some, (PROCEEDINGS_ENDED,), today))
		meetings.update(meetings_of(some) if may_read else {})
	rows = [_row(row, ended.get(row["child"], []), meetings.get(row["child"], [])) for row in issued]
	rows.sort(key=lambda row: (not row["missing"], -row["issued_on"].toordinal(), row["child"]))
	return rows


def _issued(filters: frappe._dict, since: date, until: date) -> list[Row]:
	event = frappe.qb.DocType("Care Event")
	child, query = scoped("Child")
	worker = frappe.qb.DocType("Worker")
	query = (
		query.join(event)
		.on(event.child == child.name)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.where((event.event_type == ISSUED) & event.event_date[since:until] & unset(child.merged_into))
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.team, child.locality)
		.select(event.event_date.as_("issued_on"), worker.worker_name.as_("social_worker"))
		.distinct()
	)
	return narrowed(query, child, filters).run(as_dict=True)


def _row(row: Row, ended: list[Row], meetings: list[FamilyMeeting]) -> Row:
	issued_on = row["issued_on"]
	after = max((event["event_date"] for event in ended if event["event_date"] < issued_on), default=None)
	missing = gaps_before(meetings, issued_on, after)
	last = next(iter(begun_after(meetings, after)), None)
	return {
		**row,
		"missing": "; ".join(translated(GAP_WORDS[gap]) for gap in missing),
		"stage": _(last.stage.value) if last else "",
		"offered_on": last and last.offered_on,
		"letter_sent_on": last and last.letter_sent_on,
		"accepted_on": last and last.accepted_on,
		"held_on": last and last.held_on,
		"not_offered_on": last and last.not_offered_on,
	}


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how often proceedings were issued, and how often something is missing."""
	missing = sum(bool(row["missing"]) for row in rows)
	return [
		figure(_("Proceedings issued"), len(rows)),
		figure(_("Something is missing"), missing, "Red" if missing else "Green"),
		figure(_("Meeting held"), sum(bool(row["held_on"]) for row in rows), "Green"),
	]


def _definition() -> str:
	return _(
		"Each time that proceedings were issued for a child (event Proceedings issued), with the Family Group Meeting"
		" that began after earlier proceedings ended. Something is missing if it was not offered and nobody said why,"
		" if it was offered only afterwards, if the letter before proceedings does not make the offer, or if somebody"
		" accepted and it was neither held before nor left out for a reason. Section 31ZA of the Children Act 1989 asks"
		" for it from the day on which regulations bring it into force. Only children you can see are counted."
	)

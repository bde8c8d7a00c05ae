"""Reads family group meetings for the rules about them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from ppoc.database.dates import as_day
from ppoc.plans.family_meetings.stages import FamilyMeeting, Gap, Offer, gaps_before

SOURCE, PROCEEDINGS_ENDED = "Family Group Meeting", "Proceedings ended"
FIELDS = [
	"name", "child", "not_offered", "not_offered_on", "letter_sent_on", "offer_in_letter", "held_on", "reason_not_held",
]  # fmt: skip
OFFER = ["parent", "offered_on", "answer", "answered_on"]


def meetings_of(children: list[str]) -> dict[str, list[FamilyMeeting]]:
	"""Returns child → its family group meetings, for children whom the caller's user may see; two queries."""
	rows = frappe.get_all(SOURCE, {"child": ["in", children or [""]]}, FIELDS, limit=0)
	in_these = {"parent": ["in", [row.name for row in rows] or [""]], "parenttype": SOURCE}
	offers: defaultdict[str, list[Any]] = defaultdict(list)
	for offer in frappe.get_all("Family Group Offer", in_these, OFFER, order_by="idx asc", limit=0):
		offers[offer.parent].append(offer)
	found: defaultdict[str, list[FamilyMeeting]] = defaultdict(list)
	for row in rows:
		found[row.child].append(as_meeting(row, offers[row.name]))
	return found


def gaps_on(child: str, day: date) -> tuple[Gap, ...]:
	"""Returns what would be missing if proceedings were issued on a day, for a child whom the caller's user sees."""
	ended = {"child": child, "event_type": PROCEEDINGS_ENDED, "event_date": ["<=", day]}
	after = frappe.db.get_value("Care Event", ended, "event_date", order_by="event_date desc")
	return gaps_before(meetings_of([child]).get(child, []), day, after)


def as_meeting(row: Any, offers: list[Any]) -> FamilyMeeting:
	"""Returns what decides where a meeting stands, from its row or document and its offers."""
	return FamilyMeeting(
		offers=tuple(
			Offer(getdate(offer.offered_on), offer.answer or "", as_day(offer.answered_on))
			for offer in offers
			if offer.offered_on
		),
		not_offered_on=as_day(row.get("not_offered_on")) if row.get("not_offered") else None,
		letter_sent_on=as_day(row.get("letter_sent_on")),
		offer_in_letter=bool(row.get("offer_in_letter")),
		held_on=as_day(row.get("held_on")),
		left_out=bool((row.get("reason_not_held") or "").strip()),
	)

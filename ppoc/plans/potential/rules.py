"""The categories of potential for permanence outside of care, and what follows from each. Plain Python."""

from __future__ import annotations

from datetime import date

from ppoc.ages import months_between
from ppoc.messages import Message, joined

CARE_FACTS = (
	"looked_after",
	"legal_status",
	"on_full_care_order",
	"care_started_on",
	"care_ended_on",
	"placement",
	"placement_since",
	"left_care_by",
)
"""Facts that come from the SSDA903 return unless `care_facts_by_hand` is ticked."""

NOT_YET = "Not yet categorised"
NOW = "Potential now"
FUTURE = "Potential in the future"
UNCERTAIN = "Uncertain"
NONE = "No potential"
NONE_AGREED = "No potential agreed"
CHALLENGED = "Challenged"
CATEGORIES = (NOT_YET, NOW, FUTURE, UNCERTAIN, NONE, NONE_AGREED, CHALLENGED)

REQUEST = "No potential to leave care before 18"  # untranslated: the name of a record
"""The request to the panel when a team sees no potential."""

OLDEST = 26
"""Nobody in this caseload is older: care leavers are supported until 25."""

UNBORN_DAYS = 300
"""An expected date of birth is at most this many days ahead."""


def asks_the_panel(before: str, after: str) -> bool:
	"""Returns whether this decision sends a request to the panel."""
	return after == NONE and before != NONE


def settles_the_request(before: str, after: str) -> bool:
	"""Returns whether this decision makes an open request to the panel unnecessary."""
	return before == NONE and after in (NOW, FUTURE, UNCERTAIN)


def birth_fault(born: date | None, unborn: bool, died: date | None, today: date) -> str:
	"""Returns what is impossible about a date of birth or death, or ""."""
	if died and died > today:
		return Message("The date of death is in the future.")
	if not born:
		return ""
	if died and died < born:
		return Message("The date of death is before the date of birth.")
	if unborn:
		return (
			""
			if (born - today).days <= UNBORN_DAYS
			else Message("The expected date of birth is further away than a pregnancy lasts.")
		)
	if born > today:
		return Message("The date of birth is in the future. Tick “Not yet born” for an expected date.")
	if (died or today).year - born.year > OLDEST and not died:
		return Message("This date of birth makes the person older than {0}: is the year right?", OLDEST)
	return ""


def span_in_words(start: date | None, end: date) -> Message:
	"""Describes a period as people say it in a meeting: "3 years 2 months", "5 weeks", or "" if it is not known."""
	if not start or start > end:
		return Message("")
	months = months_between(start, end)
	if months < 3:
		weeks = (end - start).days // 7
		return _counted(weeks, "1 week", "{0} weeks")
	years, rest = divmod(months, 12)
	parts = []
	if years:
		parts.append(_counted(years, "1 year", "{0} years"))
	if rest:
		parts.append(_counted(rest, "1 month", "{0} months"))
	return joined(parts, " ")


def _counted(number: int, one: str, several: str) -> Message:
	return Message(one) if number == 1 else Message(several, number)

"""The endpoint of the list at the top of the home pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _

from ppoc.home import waiting_database
from ppoc.home.duties import DONE, Duty, Filters, Reader, duties_of
from ppoc.home.waiting import Item, Line, waiting_list
from ppoc.meetings.actions.reviewing import may_finish
from ppoc.prints.jinja import ppoc_short_date
from ppoc.reporting.figures.plan_gaps_database import SECOND_REVIEW
from ppoc.timescales.descriptions import open_words
from ppoc.timescales.models import State

REPORT_FILTERS = {"unplanned": {"gap": SECOND_REVIEW}}


@frappe.whitelist(methods=["GET"])
def what_is_waiting() -> dict[str, Any]:
	"""Returns what is waiting for the session's user, the most urgent first, over the records that they may see;
	nothing for somebody without a role in the app.

	Returns:
		lines: about, what, day, state (such as "Overdue by 3 days"), overdue, others (how many more about the
			same record), doctype, name, and offers ("done", "write" or "").
		rest: for each duty with more than is shown: label, count, and doctype with filters, or report with filters.
	"""
	reader = waiting_database.reader_of(frappe.session.user)
	duties = {duty.key: duty for duty in duties_of(reader)}
	withheld = set() if may_finish() else {DONE}
	found = [waiting_database.found(duty, reader) for duty in duties.values()]
	listed = waiting_list(found, reader.today)
	return {
		"lines": [_line(line, duties[line.item.duty], reader.today, withheld) for line in listed.lines],
		"rest": [_rest(duties[key], count, reader) for key, count in listed.rest.items()],
	}


def _line(line: Line, duty: Duty, today: date, withheld: set[str]) -> dict[str, Any]:
	item, (doctype, name) = line.item, line.item.record
	return {
		"about": item.about,
		"what": item.what,
		**_day(item, today),
		"others": line.others,
		"doctype": doctype,
		"name": name,
		"offers": "" if duty.offers in withheld else duty.offers,
	}


def _day(item: Item, today: date) -> dict[str, Any]:
	if item.due:
		overdue = item.due < today
		state = open_words(today)(State.OVERDUE if overdue else State.DUE_SOON, item.due)
		return {"day": ppoc_short_date(item.due), "state": state, "overdue": int(overdue)}
	since = _("since {0}").format(ppoc_short_date(item.since)) if item.since else ""
	return {"day": since, "state": "", "overdue": 0}


def _rest(duty: Duty, count: int, reader: Reader) -> dict[str, Any]:
	shown = {"label": _(duty.rest), "count": count}
	if duty.report:
		return {**shown, "report": duty.report, "filters": REPORT_FILTERS.get(duty.key, {})}
	return {**shown, "doctype": duty.doctype, "filters": _asked_of_a_list(duty, duty.filters(reader))}


def _asked_of_a_list(duty: Duty, filters: Filters) -> Filters:
	"""Returns the filters without those on hidden fields, which no list takes."""
	meta = frappe.get_meta(duty.doctype)
	return {name: asked for name, asked in filters.items() if not meta.get_field(name).hidden}

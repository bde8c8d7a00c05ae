"""What the meeting screen asks every few seconds: who else is in, and which children's records changed.

Only names and times: the texts come by `discussion_data`, which checks who may see them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import get_datetime, get_fullname, now_datetime

from ppoc.meetings.presence import arrive, depart, present

OVERLAP = timedelta(seconds=5)


@frappe.whitelist(methods=["POST"])
def meeting_news(
	meeting: str, client: str, since: str | None = None, where: str | None = None
) -> dict[str, Any]:
	"""What happened in the meeting since this window last asked, in a fixed number of statements."""
	doc = frappe.get_doc("Meeting", meeting)
	doc.check_permission("read")
	now = now_datetime()
	arrive(meeting, client, where)
	return {
		"now": str(now),
		"changed": _changed(meeting, since) if since else [],
		"present": present(meeting, client),
		"meeting": {
			"status": doc.status,
			"modified": str(doc.modified),
			"any_other_business": doc.any_other_business,
			"next_meeting_date": doc.next_meeting_date and str(doc.next_meeting_date),
		},
	}


@frappe.whitelist(methods=["POST"])
def leave_meeting(meeting: str, client: str) -> None:
	"""This window has closed; nobody else's can be named."""
	frappe.has_permission("Meeting", "read", meeting, throw=True)
	depart(meeting, client)


def _changed(meeting: str, since: str) -> list[dict[str, Any]]:
	"""Discussions whose own record, plan or actions were written since, with who wrote last.

	Time is read a few seconds back, since a transaction commits later than the time it writes; the screen
	knows by `modified` what it has already.
	"""
	after = get_datetime(since) - OVERLAP
	rows = frappe.get_list(
		"Meeting Discussion",
		filters={"meeting": meeting},
		fields=["name", "child", "plan", "modified", "modified_by"],
		limit_page_length=0,
	)
	plans = _written("Permanence Plan", "name", [row.plan for row in rows if row.plan], after)
	actions = _written("Action", "child", [row.child for row in rows], after)
	news = []
	for row in rows:
		by_plan, by_action = plans.get(row.plan), actions.get(row.child)
		own = row.modified_by if get_datetime(row.modified) >= after else None
		if not (own or by_plan or by_action):
			continue
		other = own or by_plan or by_action
		news.append(
			{
				"discussion": row.name,
				"modified": None if by_plan or by_action else str(row.modified),
				"by": None if other == frappe.session.user else get_fullname(other),
			}
		)
	return news


def _written(doctype: str, field: str, names: list[str], after: Any) -> dict[str, str]:
	"""Value of the field → who last wrote a record of it since. The names come from a permission-checked list."""
	if not names:
		return {}
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table)
		.select(table[field], table.modified_by, Max(table.modified).as_("at"))
		.where(table[field].isin(names) & (table.modified >= after))
		.groupby(table[field], table.modified_by)
	)
	rows = sorted(query.run(as_dict=True), key=lambda row: row["at"])
	return {row[field]: row.modified_by for row in rows}

"""Overrides of a plan's rating: each has a reason and an end, is kept on the plan, and is only changed here."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, nowdate

from ppoc.exceptions import RagByHandError
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.plans.rag.rating import MOST_DAYS, RATINGS

ALLOWED = "ppoc_rag_by_hand"
"""The flag on a plan that this module saves with changed override rows."""


def set_by_hand(plan: Document, rating: str, until: date | None, reason: str) -> None:
	"""Overrides the plan's rating until a day, whatever the rules say.

	Raises:
		RagByHandError: the plan is closed, or the rating, its reason or its end is missing or not allowed.
	"""
	_check(plan, rating, until, reason.strip())
	_lift(plan)
	plan.append(
		"rag_overrides",
		{
			"rating": rating,
			"until": until,
			"reason": reason.strip(),
			"set_by": frappe.session.user,
			"set_on": nowdate(),
		},
	)
	_save(plan)


def back_to_rules(plan: Document) -> None:
	"""Ends the override in force; it stays in the history.

	Raises:
		RagByHandError: there is no override.
	"""
	if not _lift(plan):
		_refuse(_("Nothing is set by hand for this plan."))
	_save(plan)


def keep_rows(plan: Document) -> None:
	"""Restores override rows that a form or a program has changed without going through this module."""
	if plan.flags.pop(ALLOWED, None):
		return
	before = plan.get_doc_before_save()
	kept = [row.as_dict() for row in before.rag_overrides] if before else []
	if [row.as_dict() for row in plan.rag_overrides] != kept:
		plan.set("rag_overrides", kept)


def in_force(plan: Document) -> list[Document]:
	"""Returns the override rows in force today; at most one."""
	return [row for row in plan.rag_overrides if not row.lifted_on and getdate(row.until) >= getdate()]


def _lift(plan: Document) -> bool:
	rows = in_force(plan)
	for row in rows:
		row.update({"lifted_on": nowdate(), "lifted_by": frappe.session.user})
	return bool(rows)


def _save(plan: Document) -> None:
	plan.flags[ALLOWED] = True
	plan.save()


def _check(plan: Document, rating: str, until: date | None, reason: str) -> None:
	if plan.status not in OPEN_STATUSES:
		_refuse(_("The plan is closed, so it is no longer rated."))
	if rating not in RATINGS:
		_refuse(_("Choose one of {0}.").format(", ".join(_(one) for one in RATINGS)))
	if not reason:
		_refuse(_("Say why: the reason is shown with the rating."))
	if not until or until < getdate():
		_refuse(_("Enter the last day it applies, today or later."))
	latest = getdate(frappe.utils.add_days(nowdate(), MOST_DAYS))
	if until and until > latest:
		_refuse(
			_("A rating set by hand can last until {0} at the latest. Look at it again then.").format(
				formatdate(latest)
			)
		)


def _refuse(message: str) -> None:
	frappe.throw(message, RagByHandError, title=_("RAG by Hand"))

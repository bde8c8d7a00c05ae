"""A plan's rating set by hand: with a reason and an end, kept on the plan, never typed past this module."""

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
"""The flag on a plan that is saved with its table changed here."""


def set_by_hand(plan: Document, rating: str, until: date | None, reason: str) -> None:
	"""Rate the plan so until a day, whatever the rules say.

	Raises:
		RagByHandError: it is closed, or the rating, its reason or its end is missing or cannot be.
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
	"""Take back what was set by hand; it stays in the history.

	Raises:
		RagByHandError: nothing is set.
	"""
	if not _lift(plan):
		_refuse(_("Nothing is set by hand for this plan."))
	_save(plan)


def keep_rows(plan: Document, method: str | None = None) -> None:
	"""A doc event of Permanence Plan: a form or a program writes no rows of its own."""
	if plan.flags.pop(ALLOWED, None):
		return
	before = plan.get_doc_before_save()
	kept = [row.as_dict() for row in before.rag_overrides] if before else []
	if [row.as_dict() for row in plan.rag_overrides] != kept:
		plan.set("rag_overrides", kept)


def in_force(plan: Document) -> list[Document]:
	"""Rows that count today; at most one."""
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

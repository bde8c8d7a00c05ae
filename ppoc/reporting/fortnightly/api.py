"""Endpoints of the fortnightly form."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.records import record_for
from ppoc.exceptions import ReturnStateError, StaleReturnError
from ppoc.reporting.fortnightly import database

FORM = "Fortnightly Return"


@frappe.whitelist(methods=["POST"])
def open_form(forum_schedule: str) -> str:
	"""Returns the name of the form due next for a schedule; creates it and fills it in if there is none yet."""
	record_for("Forum Schedule", forum_schedule)
	frappe.has_permission(FORM, "create", throw=True)
	doc = frappe.new_doc(FORM, forum_schedule=forum_schedule)
	doc.set_period()
	name = f"FR-{forum_schedule}-{doc.due_on}"
	if frappe.db.exists(FORM, name):
		return record_for(FORM, name).name
	return doc.insert().name


@frappe.whitelist(methods=["GET"])
def plans(form: str) -> list[dict[str, Any]]:
	"""Returns the children on the lists: current rows for a draft, rows as they were for a confirmed form.

	Each reader sees only the children they may see.
	"""
	doc = record_for(FORM, form)
	if doc.status == "Draft":
		return database.listed_plans(doc)
	return frappe.get_list(
		"Return Line",
		filters={"fortnightly_return": form},
		fields=[
			*("plan", "child", "plan.title as title", "route", "plan_status"),
			*("predicted_start", "actual_start", "times_moved"),
		],
		order_by="`tabReturn Line`.`route` asc, `tabReturn Line`.`plan` asc",
		limit=0,
	)


@frappe.whitelist(methods=["POST"])
def refill(form: str, modified: str) -> None:
	"""Fills in the period's meetings again.

	Raises:
		ReturnStateError: the form is confirmed already.
		StaleReturnError: the form has changed since it was opened.
	"""
	doc = _draft(form, modified)
	doc.fill()
	doc.save()


@frappe.whitelist(methods=["POST"])
def confirm(form: str, modified: str) -> str:
	"""Confirms the form: its values are kept, and it is recorded as the event that the timescale rule requires.

	Returns:
		The name of the event.

	Raises:
		ReturnStateError: the form is confirmed already.
		StaleReturnError: the form has changed since it was opened.
	"""
	doc = _draft(form, modified)
	doc.confirm()
	return doc.service_event


def _draft(form: str, modified: str) -> Document:
	doc = record_for(FORM, form, "write", for_update=True)
	if doc.status != "Draft":
		frappe.throw(_("This form is confirmed."), ReturnStateError, title=_("Fortnightly Form"))
	if str(doc.modified) != modified:
		frappe.throw(
			_("The form has changed since you opened it. Check it again."),
			StaleReturnError,
			title=_("Fortnightly Form"),
		)
	return doc

"""Whitelisted calls about RAG ratings."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.access.records import record_for
from ppoc.exceptions import StaleMeetingError
from ppoc.plans.rag import overrides
from ppoc.plans.rag.rating_database import COMPUTED, PLAN


@frappe.whitelist(methods=["POST"])
def set_by_hand(
	plan: str, rating: str, until: str | None = None, reason: str = "", modified: str | None = None
) -> dict[str, Any]:
	"""Overrides a plan's rating until a day.

	Args:
		rating: Red, Amber or Green.
		modified: the plan's timestamp as the user read it; the call is refused if the plan has changed since.
	"""
	doc = _plan(plan, modified)
	overrides.set_by_hand(doc, rating, getdate(until) if until else None, reason)
	return _shown(doc)


@frappe.whitelist(methods=["POST"])
def back_to_rules(plan: str, modified: str | None = None) -> dict[str, Any]:
	"""Ends an override."""
	doc = _plan(plan, modified)
	overrides.back_to_rules(doc)
	return _shown(doc)


def _plan(name: str, modified: str | None) -> Document:
	doc = record_for(PLAN, name, "write", for_update=True)
	if modified and str(doc.modified) != modified:
		frappe.throw(
			_("The plan has changed since you looked at it."), StaleMeetingError, title=_("Plan Changed")
		)
	return doc


def _shown(doc: Document) -> dict[str, Any]:
	return {**{field: doc.get(field) for field in COMPUTED}, "modified": str(doc.modified)}

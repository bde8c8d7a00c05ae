"""Keeps what a child's facts were, when a form or a load changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.timescales.past_facts import FACTS, noted
from ppoc.timescales.subjects_database import places_here


def note_past(doc: Document) -> None:
	"""Keeps the facts that this save of a Child changes; what a form sends for the field does not count."""
	before = doc.get_doc_before_save()
	kept = before.get("timescales_past") if before else None
	doc.timescales_past = kept
	if before and any(doc.get(fact) != before.get(fact) for fact in FACTS):
		doc.timescales_past = noted(kept, _facts(before.as_dict()), _facts(doc.as_dict()), getdate())


def past_after(child: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str | None]:
	"""Returns the field to write along with the fields that a load changes; nothing if no fact changes.

	Args:
		child: the child's record.
		before, after: old and new values, by field.
	"""
	changed = {fact for fact in FACTS if fact in after and after[fact] != before.get(fact)}
	if not changed:
		return {}
	was = {fact: before.get(fact) for fact in changed}
	kept = frappe.db.get_value("Child", child, "timescales_past")
	past = noted(kept, was, {fact: after[fact] for fact in changed}, getdate())
	return {} if past == kept else {"timescales_past": past}


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
	places = places_here()
	return {
		**{fact: values.get(fact) for fact in FACTS},
		"service": places.service(values.get("team")),
		"nation": places.nation(values.get("locality")),
	}

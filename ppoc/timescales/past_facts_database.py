"""Keeps what a child's facts were, when a form or a load changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.database.rows import chunks
from ppoc.timescales.past_facts import FACTS, OF_A_PLACE, joined, noted
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


def past_of_both(kept: str | None, other: str | None, taken: Collection[str]) -> dict[str, str | None]:
	"""Returns the field to write on the record that stays of two about one child.

	Args:
		kept, other: the field of each, before they are merged.
		taken: the fields whose value the record that stays takes from the other.
	"""
	facts = {fact for field in taken for fact in (field, *OF_A_PLACE.get(field, ()))}
	return {"timescales_past": joined(kept, other, facts)}


def note_past_of_place(doc: Document, fact: str) -> None:
	"""Keeps, for each child in a team or locality that is saved, the service or nation that it had until now."""
	before = doc.get_doc_before_save()
	if before is None or (before.get(fact) or "") == (doc.get(fact) or ""):
		return
	was, will_be = {fact: before.get(fact)}, {fact: doc.get(fact)}
	rows = frappe.get_all("Child", {frappe.scrub(doc.doctype): doc.name}, ["name", "timescales_past"])
	by_past: dict[str | None, list[str]] = defaultdict(list)
	for row in rows:
		by_past[row.timescales_past].append(row.name)
	for kept, names in by_past.items():
		past = noted(kept, was, will_be, getdate())
		for some in chunks(names):
			frappe.db.set_value(
				"Child", {"name": ["in", some]}, "timescales_past", past, update_modified=False
			)


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
	places = places_here()
	return {
		**{fact: values.get(fact) for fact in FACTS},
		"service": places.service(values.get("team")),
		"nation": places.nation(values.get("locality")),
	}

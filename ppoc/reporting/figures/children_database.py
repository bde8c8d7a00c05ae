"""Reads the children whom the reader sees, and what happened to them, for reports that work out the rest in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import frappe

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.lists_database import narrowed, unset


def children(filters: Row, columns: Iterable[str]) -> list[Any]:
	"""Returns these columns of the children whom the reader sees, in order of their names; none that was merged.

	Args:
		filters: may have `locality` and `team`.
	"""
	child, query = scoped("Child")
	query = query.select(*(child[column] for column in columns)).where(unset(child.merged_into))
	return narrowed(query, child, filters).orderby(child.name).run(as_dict=True)


def events_of(names: list[str], kinds: Collection[str], on: date) -> dict[str, list[Any]]:
	"""Returns child → its events of these kinds up to a day, in order, for children whom the reader sees; one query."""
	filters = {"child": ["in", names], "event_type": ["in", list(kinds)], "event_date": ["<=", on]}
	fields = ["child", "event_date", "event_type", "details"]
	return by_child(
		frappe.get_all("Care Event", filters, fields, order_by="event_date asc, name asc", limit=0)
	)


def by_child(rows: Iterable[Any]) -> dict[str, list[Any]]:
	"""Returns child → its rows, in the order in which they come."""
	found: defaultdict[str, list[Any]] = defaultdict(list)
	for row in rows:
		found[row.child].append(row)
	return found

"""Warns that a child in a file may already be on the site under another ID."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import frappe

from ppoc.access.rules import may_see_children
from ppoc.children.duplicates.matching import Identity, PersonIndex
from ppoc.children.duplicates.reading import other_numbers_of
from ppoc.imports.findings import Finding, Severity
from ppoc.messages import Message

REMEDY = Message("Check before loading; two records of one child can be merged afterwards.")


def likenesses(people: Sequence[Identity], user: str) -> Iterator[Finding]:
	"""Yields warnings about children who may already be on the site.

	Args:
		people: the children to load; `key` is the record's name for a child on the site, otherwise the ID.
		user: the user who loads; a matching record that this user may not see is not named.

	Yields:
		A warning for each pair, with the ID of the child to load.
	"""
	if not people:
		return
	fields = ["name", "child_id", "upn", "first_name", "last_name", "date_of_birth"]
	rows = frappe.get_all("Child", {"merged_into": ["is", "not set"]}, fields, order_by="name asc")
	by_name = {row.name: row for row in rows}
	others = other_numbers_of(by_name)
	index = PersonIndex(
		Identity(
			row.name,
			row.child_id or "",
			row.upn or "",
			row.first_name or "",
			row.last_name or "",
			row.date_of_birth,
			others=others.get(row.name, ()),
		)
		for row in rows
	)
	pairs = [(person, pair) for person in people for pair in index.matches(person)]
	seen = may_see_children(user, [pair.second for _, pair in pairs])
	for person, pair in pairs:
		held = f"{by_name[pair.second].child_id} ({pair.second})"
		other = held if pair.second in seen else Message("a record you have no access to")
		message = Message("{0} as {1}: perhaps the same child under two IDs.", pair.reason, other)
		yield Finding(Severity.WARNING, message, REMEDY, column="CHILD", child=person.child_id)

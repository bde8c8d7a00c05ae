"""Adds names to the site's children from a names file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe

from ppoc.access.rules import may_see_children
from ppoc.children.duplicates.matching import Identity
from ppoc.database import rows as bulk
from ppoc.imports.another_person import doubt_about, person_of
from ppoc.imports.duplicate_warnings import likenesses
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.names import NamedChild, NamesReading, changes_of, read_names
from ppoc.imports.registry import ChildChange, Order, Prepared, Progress
from ppoc.imports.site_links import ids_on_site
from ppoc.messages import Message
from ppoc.translating import translated

WORDS = {"first_name": Message("First name"), "last_name": Message("Last name")}


def prepare(order: Order) -> Prepared:
	"""Reads a names file and works out whose names change. See `ppoc.imports.registry`.

	Args:
		order: the order, with one file.

	Returns:
		What loading would do. A child who is not on the site is refused.

	Raises:
		ImportRefused: the file is faulty.
	"""
	reading = read_names(order.uploads[0], order.limits)
	held, hidden = _held(list(reading.children), order.user)
	for child in reading.children.values():
		if child.child_id not in held and child.child_id not in hidden:
			reading.findings.add(_not_held(reading, child))
	changes = {child_id: changes_of(reading.children[child_id], row) for child_id, row in held.items()}
	changes = {child_id: values for child_id, values in changes.items() if values}
	reading.findings.extend(_doubts(reading, held))
	alike = [
		Identity(
			held[child_id].name, child_id, "", *_name(held[child_id], values), held[child_id].date_of_birth
		)
		for child_id, values in changes.items()
	]
	reading.findings.extend(likenesses(alike, order.user))
	changes = {
		child_id: row for child_id, row in changes.items() if not reading.findings.is_refused(child_id)
	}
	warned = {f.child for f in reading.findings.listed if f.severity is Severity.WARNING} & held.keys()
	findings = reading.findings.closed()
	if hidden:
		message = Message(
			"You have no access to {0} of the children who are here already; their records are left as they are.",
			len(hidden),
		)
		findings.append(Finding(Severity.NOTE, message))
	return Prepared(
		findings=findings,
		write=lambda run, progress: _write(order, held, changes, run, progress),
		clean=len(held) - len(warned),
		warned=len(warned),
		refused=sum(reading.findings.is_refused(child) for child in reading.findings.worst),
		hidden=len(hidden),
		changed=len(changes),
		unchanged=len(held) - len(changes),
		changes=[
			ChildChange(child_id, _sentences(held[child_id], values)) for child_id, values in changes.items()
		],
	)


def _doubts(reading: NamesReading, held: dict[str, Any]) -> Iterator[Finding]:
	"""Yields a finding for each row that would give a child somebody else's name."""
	for child_id, row in held.items():
		child = reading.children[child_id]
		given = Identity("", child_id, "", child.first_name, child.last_name)
		if doubt := doubt_about(given, person_of(row.name, row)):
			yield Finding(*doubt, file=reading.file, line=child.line, column="CHILD", child=child_id)


def _held(child_ids: list[str], user: str) -> tuple[dict[str, Any], set[str]]:
	ids, _unclear = ids_on_site(child_ids, user)
	rows = [
		row
		for some in bulk.chunks(ids)
		for row in frappe.get_all(
			"Child",
			filters={"name": ["in", some], "merged_into": ["is", "not set"]},
			fields=["name", "child_id", "date_of_birth", *WORDS],
			order_by="name asc",
		)
	]
	seen = may_see_children(user, [row.name for row in rows])
	held = {ids[row.name]: row for row in rows if row.name in seen}
	return held, {ids[row.name] for row in rows if row.name not in seen} - held.keys()


def _not_held(reading: NamesReading, child: NamedChild) -> Finding:
	message = Message("There is no child with this ID here.")
	remedy = Message("Load the child first, or correct the ID.")
	return Finding(Severity.REFUSED, message, remedy, reading.file, child.line, "CHILD", child.child_id)


def _name(held: dict[str, Any], values: dict[str, str]) -> tuple[str, str]:
	"""Returns the first and last name after the change."""
	first, last = (values.get(part) or held[part] or "" for part in WORDS)
	return first, last


def _sentences(held: dict[str, Any], values: dict[str, str]) -> tuple[str, ...]:
	return tuple(
		Message("{0}: {1} → {2}", WORDS[name], held[name] or Message("blank"), value)
		for name, value in values.items()
	)


def _write(
	order: Order, held: dict[str, Any], changes: dict[str, dict[str, str]], run: str, progress: Progress
) -> None:
	for done, (child_id, values) in enumerate(changes.items()):
		child = frappe.get_doc("Child", held[child_id].name)
		child.update(values)
		child.save(ignore_version=False)  # always keep a version of what an import changes
		progress(done + 1, len(changes))
	source = translated(Message("{0}: name from a names file", run))
	said = {held[child_id].name: source for child_id in changes}
	bulk.comment_rows("Child", said, order.user)

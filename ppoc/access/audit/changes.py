"""Puts each change of a case record on record, in the same transaction: one is not kept without the other.

The values stay in the record's own history (Version); the trail says who changed which fields of what, and
from where. What the app computes from a change, such as due dates and ratings, belongs to that change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.access.audit import reading
from ppoc.access.audit.entries import CHANGED, SEEN, Entry, entry
from ppoc.access.audit.guarding import DOCTYPE
from ppoc.access.audit.lines import Line
from ppoc.access.audit.writing_database import Known, children_of, write
from ppoc.access.platform import called_path
from ppoc.access.scopes import CASE_DOCTYPES

CREATED, CHANGED_FIELDS, DELETED = "Created", "Changed", "Deleted"
ABOUT = {
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
}
"""Frappe's own records that belong to a case record, with the columns that say to which."""

SETTINGS = ("Retention Settings", "Access Settings", "Open Endpoint", "Accepted Risk")
"""What decides about access, and how long the trail itself is kept: changes are on it with their values."""

MOST_FIELDS = 30


@dataclass
class Change:
	"""What one transaction did to a record so far, or to the rows of one DocType that it wrote at once (`names`).

	unresolved: those of the names whose children are looked up in the end, all in one query.
	"""

	kind: str
	children: set[str]
	fields: list[str] = field(default_factory=list)
	names: list[str] = field(default_factory=list)
	unresolved: list[str] = field(default_factory=list)


Changes = dict[tuple[str, str], Change]


def created(doc: Document, _method: str | None = None) -> None:
	"""Every record: notes that it was created."""
	_note(doc, CREATED)


def changed(doc: Document, _method: str | None = None) -> None:
	"""Every record: notes which fields were changed."""
	_note(doc, CHANGED_FIELDS)


def deleted(doc: Document, _method: str | None = None) -> None:
	"""Every record: notes that it was deleted."""
	_note(doc, DELETED)


def rows_written(
	doctype: str, kind: str, names: Collection[str], rows: Iterable[Mapping[str, Any]] = ()
) -> None:
	"""Notes that many rows were written at once: one entry for all of them.

	Args:
		doctype: their DocType.
		kind: `Created`, `Changed` or `Deleted`.
		names: the names of the rows.
		rows: their values, if they are at hand: they say which children they are about.
	"""
	if doctype not in CASE_DOCTYPES or not names or _is_migrated(doctype, kind, names):
		return
	change = _waiting().setdefault((doctype, f"*{kind}"), Change(kind, set()))
	change.names.extend(names)
	about = {str(row["child"]) for row in rows if row.get("child")}
	if doctype == "Child":
		about = set(names)
	elif not about and kind == DELETED:
		about = children_of(doctype, names)  # they cannot be asked any more
	elif not about:
		change.unresolved.extend(names)
	change.children |= about


def shown_in_background(user: str, door: str, called: str, content: bytes, kind: str) -> None:
	"""Puts on record what a job sends to somebody, such as a report by email.

	Args:
		user: who gets it.
		door, called: by what, and its name.
		content: what is sent; kind: its content type.
	"""
	words = tuple(reading.words_in(content, kind))
	line = Line("", "", user, SEEN, door, shown=words)
	found = Known([line]).children_of(words)
	if found:
		write([entry(at=now_datetime(), user=user, outcome=SEEN, door=door, called=called, children=found)])


def _note(doc: Document, kind: str) -> None:
	about = ABOUT.get(doc.doctype)
	target = (doc.get(about[0]), doc.get(about[1])) if about else (doc.doctype, doc.name)
	if target[0] not in (*CASE_DOCTYPES, *SETTINGS) or doc.doctype == DOCTYPE:
		return
	if _is_migrated(doc.doctype, kind, [str(doc.name)]):
		return
	waiting, key = _waiting(), (doc.doctype, str(doc.name))
	if key in waiting and kind == CHANGED_FIELDS and waiting[key].kind != CHANGED_FIELDS:
		return  # it was created or deleted in the same step
	change = waiting.setdefault(key, Change(kind, set()))
	change.kind = kind
	# a deleted record cannot be asked any more
	change.children |= _children_of(doc, target)
	change.fields.extend(name for name in _changed_fields(doc) if name not in change.fields)


def _children_of(doc: Document, target: tuple[str, str]) -> set[str]:
	if doc.doctype == "Child":
		return {doc.name}
	if doc.doctype == target[0]:
		before = doc.get_doc_before_save()
		return {child for each in (doc, before) if each and (child := each.get("child"))}
	return children_of(target[0], [target[1]]) if target[1] else set()


def _changed_fields(doc: Document) -> list[str]:
	before = doc.get_doc_before_save()
	if not before:
		return []
	found = [
		each.fieldname
		for each in doc.meta.fields
		if each.fieldname and _value(doc, each.fieldname) != _value(before, each.fieldname)
	]
	if doc.doctype not in SETTINGS:
		return found
	return [f"{name} {_value(before, name) or '-'} → {_value(doc, name) or '-'}" for name in found]


def _value(doc: Document, name: str) -> Any:
	value = doc.get(name)
	if isinstance(value, list):
		return [row.as_dict(no_default_fields=True) if isinstance(row, Document) else row for row in value]
	return str(value) if value not in (None, "", 0) else ""


def _waiting() -> Changes:
	"""Returns what this transaction has changed; it is written just before the commit, or dropped."""
	waiting: Changes | None = getattr(frappe.local, "ppoc_changes", None)
	if waiting is None:
		waiting = frappe.local.ppoc_changes = {}
	if not waiting:
		frappe.db.before_commit.add(_write)
		frappe.db.after_rollback.add(_drop)
	return waiting


def is_being_installed() -> bool:
	"""Returns whether bench is installing or migrating: the trail's own tables may not be there yet."""
	return any(frappe.flags.get(flag) for flag in ("in_install", "in_migrate", "in_patch"))


_migrated: dict[tuple[str, str, str], set[str]] = {}
"""Site, DocType and kind of change → the records that the migration in this process has changed so far."""


def _is_migrated(doctype: str, kind: str, names: Iterable[str]) -> bool:
	"""Returns whether bench is installing or migrating; what a migration changes is noted for its one entry."""
	if not is_being_installed():
		return False
	if not frappe.flags.in_install:
		_migrated.setdefault((frappe.local.site, doctype, kind), set()).update(names)
	return True


def migrated() -> None:
	"""Puts on record what a migration did to case records: an entry for each DocType. Runs when it has ended."""
	mine = [key for key in _migrated if key[0] == frappe.local.site]
	for key in mine:
		_site, doctype, kind = key
		names = _migrated.pop(key)
		about = names if doctype == "Child" else children_of(doctype, names)
		what = f"{kind}: {len(names)} {doctype}, by a migration"
		write(
			[
				entry(
					at=now_datetime(),
					user=frappe.session.user,
					outcome=CHANGED,
					door="Migration",
					record_type=doctype,
					children=about if kind != DELETED else (),
					what=what,
				)
			]
		)


def _drop() -> None:
	frappe.local.ppoc_changes = {}


def _write() -> None:
	waiting: Changes = getattr(frappe.local, "ppoc_changes", None) or {}
	_drop()
	door, called = _door()
	write([_entry(key, change, door, called) for key, change in waiting.items()])


def _entry(key: tuple[str, str], change: Change, door: str, called: str) -> Entry:
	doctype, record = key
	details = ", ".join(change.fields[:MOST_FIELDS])
	if change.names:
		record = change.names[0] if len(change.names) == 1 else ""
		details = "" if record else f"{len(change.names)} {doctype}"
		change.children |= children_of(doctype, change.unresolved)
	return entry(
		at=now_datetime(),
		user=frappe.session.user,
		outcome=CHANGED,
		door=door,
		called=called,
		record_type=doctype,
		record=record,
		children=change.children,
		what=f"{change.kind}: {details}" if details else change.kind,
		address=getattr(frappe.local, "request_ip", "") or "",
		impersonated_by=str((frappe.session.get("data") or {}).get("impersonated_by") or ""),
	)


def _door() -> tuple[str, str]:
	request = getattr(frappe.local, "request", None)
	if request:
		command = called_path(request, frappe.local.form_dict)
		return reading.door(command, request.path, frappe.local.form_dict), command or request.path
	job = getattr(frappe.local, "job", None)
	if job:
		return "Background job", str(job.get("method") or "")
	return "Command", ""

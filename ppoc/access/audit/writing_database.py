"""Finds out which children a request was about, and writes the entries, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import frappe
from frappe.utils import now

from ppoc.access import rules
from ppoc.access.audit.entries import REFUSED, Entry, entry, new_name
from ppoc.access.audit.lines import Line, words_of
from ppoc.access.audit.tables_database import CHILDREN, ENTRIES, insert, select
from ppoc.access.references import REFERENCES
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES, SCOPES

CHILD_COLUMNS = {doctype: "child" for doctype, scope in SCOPES.items() if scope.about.get("child") == "Child"}
CHILD_COLUMNS["Handover"] = "child"
NAMED_BUT_NOT_SHOWN = "Named in the request and not shown"  # untranslated: kept in the record

COLUMNS = (
	*(
		"name",
		"creation",
		"modified",
		"owner",
		"modified_by",
		"docstatus",
		"idx",
		"at",
		"user",
		"outcome",
		"door",
	),
	*(
		"called",
		"record_type",
		"record",
		"child",
		"child_count",
		"children",
		"what",
		"address",
		"impersonated_by",
	),
	"fingerprint",
)


def write(made: Sequence[Entry]) -> None:
	"""Writes entries; those that are there already are left as they are."""
	there = {row[0] for row in select(ENTRIES, ("name",), "name", {each.name for each in made})}
	new = [each for each in made if each.name not in there]
	insert(ENTRIES, COLUMNS, map(_row, new))
	insert(CHILDREN, ("child", "entry"), ((child, each.name) for each in new for child in each.children))


def entries_of(lines: Sequence[Line]) -> list[Entry]:
	"""Returns the entries for what these requests showed or refused; none for one that was about no case record."""
	known = Known(lines)
	return [made for line in lines for made in _entries_of(line, known)]


@dataclass
class Known:
	"""Which of the words of some requests are names of case records, and of which children."""

	lines: Sequence[Line]
	of_word: dict[str, set[str]] = field(default_factory=dict)
	of_record: dict[tuple[str, str], set[str]] = field(default_factory=dict)

	def __post_init__(self) -> None:
		words = words_of(self.lines)
		for (name,) in select("tabChild", ("name",), "name", words):
			self.of_word.setdefault(name, set()).add(name)
		for doctype, named in self._by_doctype(words).items():
			self._find(doctype, named)
		for doctype, named in self._records().items():
			self._find(doctype, named, of_record=True)

	def children_of(self, words: Iterable[str]) -> set[str]:
		"""Returns the children that words name, themselves or through their records."""
		return {child for word in words for child in self.of_word.get(word, ())}

	def _by_doctype(self, words: Collection[str]) -> dict[str, set[str]]:
		"""Returns the words that can be names of each DocType about a child: by series, or by what was asked for."""
		found: dict[str, set[str]] = {}
		series = _series()
		for word in words:
			for doctype in series.get(word.partition("-")[0], ()) if "-" in word else ():
				found.setdefault(doctype, set()).add(word)
		for line in self.lines:
			if line.record_type in CHILD_COLUMNS:
				found.setdefault(line.record_type, set()).update(line.shown, line.asked)
		return found

	def _records(self) -> dict[str, set[str]]:
		found: dict[str, set[str]] = {}
		for line in self.lines:
			if line.record and line.record_type:
				found.setdefault(line.record_type, set()).add(line.record)
			if line.file:
				found.setdefault("File", set()).add(line.file)
		return found

	def _find(self, doctype: str, named: Collection[str], of_record: bool = False) -> None:
		for name, child in _children_by_record(doctype, named):
			if of_record:
				self.of_record.setdefault((doctype, name), set()).add(child)
			else:
				self.of_word.setdefault(name, set()).add(child)


def children_of(doctype: str, names: Collection[str]) -> set[str]:
	"""Returns the children that records of any DocType are about."""
	return {child for _name, child in _children_by_record(doctype, names)}


def _entries_of(line: Line, known: Known) -> Iterator[Entry]:
	of_record = known.of_record.get((line.record_type, line.record), set())
	of_record = of_record | known.of_record.get(("File", line.file), set())
	asked = known.children_of(line.asked) | of_record
	if line.outcome == REFUSED:
		on_cases = line.record_type in CASE_DOCTYPES or line.record_type in CASE_TABLES
		if asked or line.certain or (on_cases and not line.not_there):
			yield _entry(line, asked)
		return
	shown = known.children_of(line.shown)
	only_asked = asked - shown
	visible = rules.may_see_children(line.user, only_asked)
	shown |= visible
	about_a_record = line.record and line.record_type in CASE_DOCTYPES and not only_asked - visible
	if shown or (about_a_record and frappe.db.exists(line.record_type, line.record)):
		yield _entry(line, shown)
	if hidden := only_asked - visible:
		yield _entry(line, hidden, name=new_name(), outcome=REFUSED, what=NAMED_BUT_NOT_SHOWN)


def _entry(line: Line, about: Collection[str], **other: str) -> Entry:
	values = {
		"name": line.name,
		"outcome": line.outcome,
		"what": line.what or line.report or line.file,
		"user": line.user,
		"door": line.door,
		"called": line.called,
		"record_type": line.record_type,
		"record": line.record,
		"address": line.address,
		"impersonated_by": line.impersonated_by,
	}
	return entry(at=line.at, children=about, **{**values, **other})


def _row(made: Entry) -> tuple:
	stamp = now()
	only = made.children[0] if len(made.children) == 1 else ""
	texts = (made.called, made.record_type, made.record, only, len(made.children), "\n".join(made.children))
	return (
		*(made.name, stamp, stamp, made.user, made.user, 0, 0, made.at, made.user, made.outcome, made.door),
		*texts,
		*(made.what, made.address, made.impersonated_by, made.fingerprint),
	)


def _children_by_record(doctype: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
	"""Yields the names of records with the children that they are about."""
	if doctype == "Child":
		yield from ((name, name) for (name,) in select("tabChild", ("name",), "name", names))
	elif doctype in CHILD_COLUMNS:
		yield from _pairs(doctype, "name", CHILD_COLUMNS[doctype], names)
	elif doctype == "Meeting":
		yield from _pairs("Meeting Discussion", "meeting", "child", names)
	elif doctype == "Sibling Group":
		yield from _pairs("Child", "sibling_group", "name", names)
	elif doctype in CASE_TABLES:
		yield from _through(CASE_TABLES[doctype], _pairs(doctype, "name", "parent", names))
	elif doctype in REFERENCES:
		yield from _of_references(doctype, names)


def _of_references(doctype: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
	"""Yields the children of the case records that Frappe's own records, such as files and comments, point at."""
	for to, name in REFERENCES[doctype]:
		for key in ("file_url", "name") if doctype == "File" else ("name",):
			rows = list(select(f"tab{doctype}", (key, to, name), key, names))
			for doctype_there in {row[1] for row in rows if row[1] and row[1] != doctype}:
				yield from _through(
					doctype_there, [(row[0], row[2]) for row in rows if row[1] == doctype_there]
				)


def _through(doctype: str, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
	pairs = [pair for pair in pairs if pair[1]]
	found: dict[str, set[str]] = {}
	for name, child in _children_by_record(doctype, {to for _name, to in pairs}) if pairs else ():
		found.setdefault(name, set()).add(child)
	yield from ((name, child) for name, to in pairs for child in found.get(to, ()))


def _pairs(doctype: str, key: str, value: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
	yield from (row for row in select(f"tab{doctype}", (key, value), key, names) if row[1])


@cache
def _prefix(autoname: str) -> str:
	kind, _colon, pattern = autoname.partition(":")
	return pattern.partition("-{#")[0] if kind == "format" and "-{#" in pattern else ""


def _series() -> dict[str, list[str]]:
	"""Returns the DocTypes about a child by what the names of their records begin with."""
	found: dict[str, list[str]] = {}
	for doctype in CHILD_COLUMNS:
		if prefix := _prefix(frappe.get_meta(doctype).autoname or ""):
			found.setdefault(prefix, []).append(doctype)
	return found

"""What is disclosed about a child, and what is blacked out in it. Plain Python.

What is blacked out is taken out of the content before anything is made of it, so neither the PDF nor the data has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ppoc.retention.names import Finder, readable

BLACK = "█████"
"""Always as long, because the length would tell something."""
WORDS, FIELD, RECORD, FILE = "Words everywhere", "A field", "A record", "A file"


@dataclass(frozen=True)
class Value:
	"""One field with what is in it, as plain text."""

	field: str
	label: str
	text: str


@dataclass(frozen=True)
class Note:
	"""Something said about a record: a comment, an email, a change. `field` is what a change is about."""

	kind: str
	on: str
	by: str
	text: str
	field: str = ""


@dataclass(frozen=True)
class Attachment:
	"""A file of a record. `name` is its record, `title` what it is called."""

	name: str
	title: str
	bytes_long: int = 0


@dataclass(frozen=True)
class Entry:
	"""A record.

	Attributes:
		record_type: its DocType.
		name: its name.
		title: what people call it.
		values: its fields that have something in them.
		rows: rows of its tables, each a list of values; the field is the table's.
		notes: comments, emails and changes.
		files: what is attached.
	"""

	record_type: str
	name: str
	title: str
	values: tuple[Value, ...] = ()
	rows: tuple[tuple[str, str, tuple[Value, ...]], ...] = ()
	notes: tuple[Note, ...] = ()
	files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Redaction:
	"""Something to black out: words wherever they stand, a field, a whole record, or a file.

	Attributes:
		kind: `WORDS`, `FIELD`, `RECORD` or `FILE`.
		words: the words.
		record_type, record: the record.
		field: the field.
	"""

	kind: str
	words: str = ""
	record_type: str = ""
	record: str = ""
	field: str = ""


@dataclass(frozen=True)
class Bundle:
	"""Everything about one child, in the order in which it is shown.

	Attributes:
		entries: the records.
		left_out: how many records were left out whole.
	"""

	entries: tuple[Entry, ...] = field(default=())
	left_out: int = 0

	def texts(self) -> Iterable[str]:
		"""Yields every text."""
		for entry in self.entries:
			yield entry.title
			yield from (value.text for value in entry.values)
			yield from (value.text for _field, _label, row in entry.rows for value in row)
			yield from (text for note in entry.notes for text in (note.by, note.text))
			yield from (file.title for file in entry.files)


def redacted(bundle: Bundle, redactions: Sequence[Redaction]) -> Bundle:
	"""Returns the bundle without what is blacked out."""
	hidden = {(r.record_type, r.record) for r in redactions if r.kind == RECORD}
	fields = {(r.record_type, r.record, r.field) for r in redactions if r.kind == FIELD}
	files = {r.record for r in redactions if r.kind == FILE}
	finder = Finder((readable(r.words) for r in redactions if r.kind == WORDS), BLACK)

	def out(text: str) -> str:
		return finder.taken_out(readable(text))

	kept = [entry for entry in bundle.entries if (entry.record_type, entry.name) not in hidden]
	entries = tuple(
		_with_words_out(_with_fields_out(_with_files_out(entry, files), fields), out) for entry in kept
	)
	return Bundle(entries, len(bundle.entries) - len(kept))


def _with_files_out(entry: Entry, files: set[str]) -> Entry:
	"""Leaves files out. The field that names one is blacked out with it."""
	gone = {file.title for file in entry.files if file.name in files}
	if not gone:
		return entry
	kept = tuple(file for file in entry.files if file.name not in files)
	blacked = Finder(gone, BLACK).taken_out
	return _with_words_out(replace(entry, files=kept), blacked)


def _with_fields_out(entry: Entry, fields: set[tuple[str, str, str]]) -> Entry:
	mine = {name for kind, record, name in fields if (kind, record) == (entry.record_type, entry.name)}
	if not mine:
		return entry

	def out(value: Value) -> Value:
		return replace(value, text=BLACK) if value.field in mine else value

	return replace(
		entry,
		title=BLACK if _title_is_one_of(entry, mine) else entry.title,
		values=tuple(map(out, entry.values)),
		rows=tuple(
			(name, label, tuple(replace(v, text=BLACK) if name in mine else out(v) for v in row))
			for name, label, row in entry.rows
		),
		notes=tuple(replace(note, text=BLACK) if note.field in mine else note for note in entry.notes),
	)


def _title_is_one_of(entry: Entry, fields: set[str]) -> bool:
	return any(value.field in fields and value.text == entry.title for value in entry.values)


def _with_words_out(entry: Entry, out: Callable[[str], str]) -> Entry:
	def of(value: Value) -> Value:
		return replace(value, text=out(value.text))

	return replace(
		entry,
		title=out(entry.title),
		values=tuple(map(of, entry.values)),
		rows=tuple((name, label, tuple(map(of, row))) for name, label, row in entry.rows),
		notes=tuple(replace(note, by=out(note.by), text=out(note.text)) for note in entry.notes),
		files=tuple(replace(file, title=out(file.title)) for file in entry.files),
	)


def proposals(bundle: Bundle, names: Iterable[str], known: Iterable[str] = ()) -> list[str]:
	"""Returns which of other people's names stand in the bundle and are not blacked out yet.

	Args:
		bundle: everything about the child.
		names: full names of other children.
		known: words that are blacked out already.
	"""
	text = readable("\n".join(bundle.texts())).casefold()
	text = " ".join(text.split())
	done = {" ".join(word.split()).casefold() for word in known}
	here = [name for name in dict.fromkeys(names) if " ".join(readable(name).split()).casefold() in text]
	return [name for name in here if name.casefold() not in done and Finder([name]).finds(text)]

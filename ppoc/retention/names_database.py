"""Takes names out of every text in the database, and counts what is left: no table is left out.

What is a child's own has been deleted before. What is found after that is in a record about somebody else, whose
text stays without the name; or in a log, whose entry goes.
"""

# ruff: noqa: S608 - tables and columns come from the database's own list; values are parameters
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import Message as Email
from typing import Any

import frappe

from ppoc.retention.child_records_database import Names
from ppoc.retention.names import Finder

LOGS = (
	"Access Log",
	"Activity Log",
	"API Request Log",
	"Data Import Log",
	"Deleted Document",
	"Error Log",
	"Error Snapshot",
	"Integration Request",
	"Notification Log",
	"Prepared Report",
	"Route History",
	"Scheduled Job Log",
	"Submission Queue",
	"View Log",
	"Webhook Request Log",
)
"""Entries of these that name the child, or one of the erased records, go as a whole."""
TEXT_TYPES = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json", "character varying")
TEXTS = (
	*("Data", "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor"),
	*("Code", "JSON", "Read Only", "HTML"),
)
ADDRESSES = ("Email", "Phone", "URL", "Barcode", "IBAN")
WHO = ("comment_by", "comment_email", "sender", "sender_full_name", "full_name_of_user", "user")
"""Fields with the name of the user who wrote something."""
NOT_REWORDED = ("__global_search", "tabAudit Entry")
"""The index is cleaned in a step of its own; a trail that can be reworded would be none."""
IDS_AT_ONCE = 200

Found = Counter[str]


class Schema:
	"""The text columns of every table of the site's database, read once."""

	def __init__(self) -> None:
		place = "database()" if frappe.db.db_type == "mariadb" else "current_schema()"
		# the name of the schema is one of two that stand above
		rows = frappe.db.sql(
			f"""select c.table_name, c.column_name, lower(c.data_type) from information_schema.columns c
			join information_schema.tables b on b.table_name = c.table_name and b.table_schema = c.table_schema
			where c.table_schema = {place} and b.table_type = 'BASE TABLE'
			order by c.table_name, c.ordinal_position"""
		)
		self.texts: dict[str, list[str]] = {}
		for table, column, kind in rows:
			if kind in TEXT_TYPES:
				self.texts.setdefault(table, []).append(column)
		self.fields = _text_fields()
		self.named = {table for table, column, _kind in rows if column == "name"}

	def written(self, table: str) -> list[str]:
		"""Returns the columns with texts; the others hold links, choices and addresses, which a change would break."""
		columns, fields = self.texts[table], self.fields.get(table.removeprefix("tab"))
		if fields is None or not table.startswith("tab"):
			return columns
		return [column for column in columns if column in fields or column in ("_comments", "_user_tags")]

	def key_of(self, table: str) -> tuple[str, ...]:
		"""Returns the columns that name a row: its name, or all texts of a table that has none."""
		return ("name",) if table in self.named and table != "__global_search" else tuple(self.texts[table])


def _text_fields() -> dict[str, set[str]]:
	"""Returns the fields of each DocType in which people write texts, read at once: to load each DocType would take
	longer than everything else."""
	found: dict[str, set[str]] = {name: set() for name in frappe.get_all("DocType", pluck="name")}
	for source, parent in (("DocField", "parent"), ("Custom Field", "dt")):
		rows = frappe.get_all(source, {"fieldtype": ["in", TEXTS]}, [parent, "fieldname", "options"])
		for row in rows:
			if (row.options or "") not in ADDRESSES and row.fieldname not in WHO:
				found.setdefault(row[parent], set()).add(row.fieldname)
	return found


def rows_with(
	table: str,
	columns: list[str],
	finder: Finder,
	only: dict[str, list[str]] | None = None,
	more: tuple[str, ...] = (),
) -> Iterator[dict[str, Any]]:
	"""Yields the rows of a table in which one of the names stands.

	Args:
		table: the table's own name, such as `tabChild`.
		columns: the columns in which to look.
		finder: what to look for.
		only: limits the rows to those with one of these values in a column.
		more: further columns to return.
	"""
	if not (finder.forms and columns) or (only is not None and not all(only.values())):
		return
	source = frappe.qb.Table(table)
	postgres = frappe.db.db_type == "postgres"
	condition, looked_for = None, patterns(finder.forms)
	for column in columns:
		for part in looked_for:
			test = source[column].ilike(part) if postgres else source[column].like(part)
			condition = test if condition is None else condition | test
	query = frappe.qb.from_(source).select(*(source[name] for name in dict.fromkeys((*columns, *more))))
	query = query.where(condition)
	for column, values in (only or {}).items():
		query = query.where(source[column].isin(values))
	for row in query.run(as_dict=True):
		if any(finder.finds(_text(row[column])) for column in columns):
			yield row


def patterns(forms: list[str]) -> list[str]:
	"""Returns the fewest patterns that find every place where a name may stand; `Finder` then looks closely."""
	pieces = [tuple(form.replace("\\", " ").split()) for form in forms]
	loosest = [
		mine
		for mine in dict.fromkeys(pieces)
		if not any(_covers(other, mine) for other in pieces if other != mine)
	]
	return [f"%{'%'.join(_literally(piece) for piece in mine)}%" for mine in loosest]


def _covers(loose: tuple[str, ...], close: tuple[str, ...]) -> bool:
	"""Returns whether everything that fulfils the second pattern fulfils the first: its pieces stand there in order."""
	text, at = " ".join(close).casefold(), 0
	for piece in loose:
		found = text.find(piece.casefold(), at)
		if found < 0:
			return False
		at = found + len(piece)
	return True


def _literally(piece: str) -> str:
	return piece.replace("%", "\\%").replace("_", "\\_")


def _text(value: object) -> str:
	return value if isinstance(value, str) else ""


def delete_logs(schema: Schema, finder: Finder, numbers: list[str]) -> Found:
	"""Deletes log entries that name the child, by name or by the number of its record."""
	erased: Found = Counter()
	either = Finder([*finder.names, *numbers])
	for doctype in LOGS:
		table = f"tab{doctype}"
		if table in schema.texts:
			entries = [row["name"] for row in rows_with(table, schema.texts[table], either, more=("name",))]
			_delete(doctype, entries)
			erased[doctype] += len(entries)
	return +erased


def _some(values: list[Any]) -> Iterator[list[Any]]:
	return (values[at : at + IDS_AT_ONCE] for at in range(0, len(values), IDS_AT_ONCE))


def _delete(doctype: str, names: list[Any]) -> None:
	for some in _some(names):
		frappe.db.delete(doctype, {"name": ["in", some]})


def delete_emails(finder: Finder) -> Found:
	"""Deletes emails in the queue that name the child; their text is packed, so each is opened."""
	gone = []
	after = ""
	while rows := frappe.get_all(
		"Email Queue", {"name": [">", after]}, ["name", "message"], order_by="name asc", limit=IDS_AT_ONCE
	):
		gone += [row.name for row in rows if any(map(finder.finds, email_texts(row.message)))]
		after = rows[-1].name
	for some in _some(gone):
		frappe.db.delete("Email Queue Recipient", {"parent": ["in", some]})
	_delete("Email Queue", gone)
	return +Counter({"Email Queue": len(gone)})


def email_texts(raw: str | None) -> Iterator[str]:
	"""Yields an email as it is stored, and its subject and parts as they are read."""
	yield raw or ""
	parsed = message_from_string(raw or "", policy=policy.default)
	yield str(parsed["Subject"] or "")
	for part in parsed.walk():
		yield part.get_filename() or ""
		yield _part_text(part)


def _part_text(part: Email) -> str:
	content = part.get_payload(decode=True)
	if not isinstance(content, bytes):
		return ""
	from ppoc.retention.files_database import texts_of

	return "\n".join(texts_of(content))


def take_out(schema: Schema, finder: Finder, only: dict[str, dict[str, list[str]]] | None = None) -> Found:
	"""Takes the names out of all texts that people wrote; returns how many rows changed, by kind of record.

	Args:
		finder: the names.
		only: limits this to some rows of some tables, as `rows_with` does.
	"""
	changed: Found = Counter()
	if not finder.forms:
		return changed
	for table in schema.texts if only is None else schema.texts.keys() & only.keys():
		if table in NOT_REWORDED:
			continue
		written, key = schema.written(table), schema.key_of(table)
		for row in list(rows_with(table, written, finder, only[table] if only else None, key)):
			_reword(table, row, written, key, finder)
			changed[table.removeprefix("tab")] += 1
	return changed


def _reword(
	table: str, row: dict[str, Any], written: list[str], key: tuple[str, ...], finder: Finder
) -> None:
	source = frappe.qb.Table(table)
	query = frappe.qb.update(source)
	for column in written:
		text = row[column]
		if isinstance(text, str) and finder.finds(text):
			query = query.set(source[column], finder.taken_out(text))
	for column in key:
		same = source[column].isnull() if row[column] is None else source[column] == row[column]
		query = query.where(same)
	query.run()


def remains(schema: Schema, finder: Finder) -> Found:
	"""Returns in which tables one of the names still stands, and in how many rows."""
	found: Found = Counter()
	for table, columns in schema.texts.items():
		if table == "__global_search":
			continue  # cleaned after this
		found[table] += sum(1 for _row in rows_with(table, columns, finder))
	return +found


def clean_search_index(names: Names, finder: Finder) -> None:
	"""Deletes the records from Frappe's search index, and entries of others that name the child.

	The index has no transactions. So this comes last; if the erasure is rolled back after all, entries are missing
	until the record is saved again.
	"""
	index = frappe.qb.Table("__global_search")
	for row in list(rows_with("__global_search", ["content", "title"], finder, more=("doctype", "name"))):
		names = {**names, row["doctype"]: [*names.get(row["doctype"], ()), row["name"]]}
	for doctype, rows in names.items():
		for some in _some(rows):
			frappe.qb.from_(index).delete().where(index.doctype == doctype).where(index.name.isin(some)).run()

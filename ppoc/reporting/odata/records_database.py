"""The records in the feed: the rows that the reader may see, with the fields that the reader may read."""

from __future__ import annotations

import frappe
import orjson
from frappe.model import get_permitted_fields
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import seen
from ppoc.reporting.odata.filters import condition, tree_of
from ppoc.reporting.odata.protocol import TEXT, TYPES, EntitySet, FeedQuery, Page, Ready
from ppoc.reporting.odata.streaming_database import StreamedRows
from ppoc.reporting.odata.writing_database import as_object

RECORDS = (
	"Child", "Permanence Plan", "Action", "Meeting", "Meeting Discussion", "Care Event", "Care Episode", "Timescale",
	"Panel Decision", "Booking", "Escalation", "Delay Reason", "Connected Person", "Family Group Meeting",
	"Letter to Child", "Unmet Need", "Tracked Placement", "Effectiveness Review", "Quarterly Oversight Report",
)  # fmt: skip
LOOKED_UP = ("Locality", "Team", "Worker", "Route", "Forum", "Barrier Category")
"""The DocTypes that the records refer to; the same for every reader."""

NAMES = {doctype.replace(" ", ""): doctype for doctype in (*RECORDS, *LOOKED_UP)}
SETS = {doctype: name for name, doctype in NAMES.items()}
PAGE_VALUES = 2_500_000
"""Values on a page, so that wide rows make pages no heavier than narrow ones: about 60 MB. A long page takes
no more memory, but after a lost connection the reader requests all of it again, and a web worker has two
minutes."""

KEY = "name"
STANDARD = {"creation": "Edm.DateTimeOffset", "modified": "Edm.DateTimeOffset"}


def entity_sets() -> dict[str, EntitySet]:
	"""Returns the DocTypes that the reader may read and export, by their names in the feed."""
	return {name: found for name in NAMES if (found := entity_set(name))}


def entity_set(name: str) -> EntitySet | None:
	"""Returns one of them; None if there is none of that name or the reader may not have it."""
	doctype = NAMES.get(name)
	if not doctype or not all(frappe.has_permission(doctype, right) for right in ("read", "export")):
		return None
	types = properties(doctype)
	links = {
		df.fieldname: SETS[df.options]
		for df in frappe.get_meta(doctype).get_link_fields()
		if df.fieldname in types and df.options in SETS
	}
	return EntitySet(name, doctype, KEY, types, links=links)


def properties(doctype: str) -> dict[str, str]:
	"""Returns the OData type of each column that the reader may read and that reports may hold; the key comes first.

	An administrator takes a field out of reports and feed, or puts it in, by “Report Hide” in Customize Form.
	"""
	meta, types = frappe.get_meta(doctype), {KEY: TEXT}
	permitted = set(get_permitted_fields(doctype, permission_type="read"))
	for df in meta.fields:
		if (
			df.fieldname in permitted
			and df.fieldname in meta.get_valid_columns()
			and df.fieldtype != "Password"
			and not df.report_hide
		):
			types[df.fieldname] = TYPES.get(df.fieldtype, TEXT)
	return {**types, **STANDARD}


def readable(doctype: str) -> tuple[Table, QueryBuilder]:
	"""Returns a table and a query over the rows that the reader may see, to be read in order.

	The key is never null. With the `or`, the database checks what may be seen as it goes through the rows in
	order; without it, it may start from what may be seen and sort all rows for each page.
	"""
	table = frappe.qb.DocType(doctype)
	return table, frappe.qb.from_(table).where(seen(doctype) | table[KEY].isnull())


def page(entity_set: EntitySet, asked: FeedQuery) -> Page:
	"""Returns a page of rows, in the order of their keys unless another order is requested.

	By key, the next page begins after the last key, so that rows written in the meantime move nothing.
	"""
	table, query = readable(entity_set.source)
	if asked.filter:
		fields = {name: table[name] for name in entity_set.types}
		query = query.where(condition(tree_of(asked.filter), fields))
	total = query.select(Count("*")).run()[0][0] if asked.count else None
	columns = list(asked.columns(entity_set))
	size = asked.rows(max(1, PAGE_VALUES // len(columns)))
	if not size:
		return Page(Ready(b"", 0), lambda: None, total)
	if asked.after and not asked.order:
		query = query.where(table[KEY] > asked.after)
	for name, down in asked.order:
		query = query.orderby(table[name], order=Order.desc if down else Order.asc)
	skipped = asked.first() if asked.order else 0 if asked.after else asked.skip
	query = query.orderby(table[KEY]).limit(size).offset(skipped)
	rows = StreamedRows(query.select(as_object(table, columns, entity_set.types)))

	def after() -> str | None:
		if rows.count < size or size == asked.top:
			return None
		return str(skipped + size) if asked.order else orjson.loads(rows.last)[KEY]

	return Page(rows, after, total)

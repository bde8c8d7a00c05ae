"""Tables about a child in prints: records of one DocType, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from frappe import _

from ppoc.care_codes import SHOWN
from ppoc.care_words import care_words
from ppoc.meetings.papers.database import listed, worker_names
from ppoc.messages import Message
from ppoc.prints.jinja import ppoc_short_date
from ppoc.translating import translated

OWN_TEXT, DAY, CHOICE = "own text", "day", "choice"


@dataclass(frozen=True)
class Cells:
	"""A column of a section: its fields in their order, what they hold, its heading and its share of the width in %."""

	fields: tuple[str, ...]
	heading: Message
	share: int
	holds: str = OWN_TEXT


@dataclass(frozen=True)
class Section:
	"""A table about a child: records of one DocType in an order.

	Attributes:
		filters: which of the child's records, as a list would be asked for them; all if there are none.
	"""

	head: Message
	doctype: str
	order_by: str
	columns: tuple[Cells, ...]
	filters: Mapping[str, Any] = field(default_factory=dict)

	@property
	def fields(self) -> list[str]:
		"""Returns the fields that are read."""
		return list(dict.fromkeys(["name", *(name for column in self.columns for name in column.fields)]))


def family_group_meetings(order_by: str) -> Section:
	"""Returns the table of a child's family group meetings, in an order."""
	return Section(
		Message("Family group meetings"),
		"Family Group Meeting",
		order_by,
		(
			Cells(("offered_on", "not_offered_on"), Message("Offered, or decided not to"), 16, DAY),
			Cells(("stage",), Message("Where it stands"), 14, CHOICE),
			Cells(("held_on",), Message("Held"), 14, DAY),
			Cells(
				("family_proposal", "reason_not_offered", "reason_not_held"),
				Message("Proposal, or why not"),
				56,
			),
		),
	)


def table_of(section: Section, child: str, reader: str) -> dict[str, Any]:
	"""Returns a section for its reader: `head`, `headings`, `shares` of the width in %, and `rows` of texts."""
	rows = listed(
		section.doctype, reader, {"child": child, **section.filters}, section.fields, section.order_by
	)
	names = worker_names(row.action_owner for row in rows if row.get("action_owner"))
	for row in rows:
		if row.get("action_owner"):
			row.action_owner = names.get(row.action_owner) or ""
	return table(
		section.head, section.columns, ([text_of(row, column) for column in section.columns] for row in rows)
	)


def table(head: Message, columns: Iterable[Cells], rows: Iterable[list[str]]) -> dict[str, Any]:
	"""Returns a table with its translated headings and the rows as they are."""
	columns = list(columns)
	return {
		"head": translated(head),
		"headings": [translated(column.heading) for column in columns],
		"shares": [column.share for column in columns],
		"rows": list(rows),
	}


def text_of(row: Any, column: Cells) -> str:
	"""Returns what stands in a cell."""
	put: Callable[[str, Any], str] = {DAY: _day, CHOICE: _choice}.get(column.holds, _own_text)
	return "\n".join(filter(None, (put(field, row.get(field)) for field in column.fields)))


def _day(_field: str, value: Any) -> str:
	return ppoc_short_date(value)


def _choice(_field: str, value: Any) -> str:
	return _(value) if value else ""


def _own_text(field: str, value: Any) -> str:
	return care_words(field, value) if field in SHOWN else str(value or "")

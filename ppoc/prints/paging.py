"""Cut a printed document into pages of our own.

The wkhtmltopdf of Linux distributions neither repeats a table's header nor numbers pages, and cuts rows in
two. So the pages are made here, from the document's own blocks: the same in the browser, in the PDF and in an
email's attachment. A template writes ordinary headings, paragraphs, lists and tables and passes them on.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup, escape

from ppoc.prints import measuring

PAGE_WIDTH = 53.5
"""Ems of body text across an A4 page inside its margins of 15 mm, at 9.5 pt."""
PAGE_HEIGHT = 75.0
"""Ems down the same page, less the running head and a line to spare."""
_LINE = 1.3
_CELL_PADDING = 1.0
_ROW_PADDING = 0.75
_SIZES = {"h1": 1.7, "h2": 1.25, "h3": 1.05}
_SPACE = {"h1": 0.9, "h2": 1.5, "h3": 1.1, "p": 0.6, "ul": 0.6, "ol": 0.6, "table": 0.9}


@dataclass
class _Piece:
	"""Something that stays on one page, and its height in ems."""

	html: Tag
	height: float
	keeps_with_next: bool = False
	table: Tag | None = None


@dataclass
class _Page:
	room: float = PAGE_HEIGHT
	pieces: list[_Piece] = field(default_factory=list)


def paged(html: str, running_head: str = "", page_of: str = "Page {0} of {1}") -> Markup:
	"""The document's blocks as numbered pages; tables carry their header onto every page.

	Args:
		html: headings, paragraphs, lists and tables (columns sized by `<col width="20%">`), side by side; drawings in
			blocks that say their height in ems (`data-ems`).
		running_head: what the top of every page says beside its number.
		page_of: words of the page number, translated.
	"""
	pages = _fill(_pieces(BeautifulSoup(html, "html.parser")))
	total = len(pages)
	sheets = (
		f'<section class="ppoc-sheet" aria-label="{escape(page_of.format(number, total))}">'
		f'<div class="ppoc-whole"><div class="ppoc-running"><span>{escape(running_head)}</span>'
		f'<span class="ppoc-page">{escape(page_of.format(number, total))}</span></div>'
		f"{_html_of(page)}</div></section>"
		for number, page in enumerate(pages, 1)
	)
	return Markup('<div class="ppoc-paged">{}</div>').format(Markup("".join(sheets)))


def _pieces(document: BeautifulSoup) -> Iterator[_Piece]:
	for block in document.children:
		if not isinstance(block, Tag):
			continue
		if block.name == "table":
			yield from _rows(block)
		else:
			yield _Piece(block, _height(block), keeps_with_next=block.name in _SIZES)


def _height(block: Tag) -> float:
	if block.get("data-ems"):  # a drawing says how high it is
		return float(str(block["data-ems"])) + _SPACE["p"]
	size = _SIZES.get(block.name, 1.0)
	parts = block.find_all(["li", "dt", "dd", "p"]) or [block]
	narrower = 2.0 if len(parts) > 1 or parts[0] is not block else 0.0
	count = sum(measuring.lines(_text(part), (PAGE_WIDTH - narrower) / size) for part in parts)
	return count * _LINE * size + _SPACE.get(block.name, 0.6)


def _rows(table: Tag) -> Iterator[_Piece]:
	rooms = _column_rooms(table)
	body = table.find("tbody")
	for row in body.find_all("tr", recursive=False) if body else []:
		for part in _parts_of_row(row, rooms):
			yield _Piece(part, _row_height(part, rooms), table=table)


def _column_rooms(table: Tag) -> list[float]:
	columns = table.find_all("col")
	shares = [float(str(column.get("width", "0")).rstrip("%") or 0) / 100 for column in columns]
	return [max(PAGE_WIDTH * share - _CELL_PADDING, 2.0) for share in shares]


def _row_height(row: Tag, rooms: list[float]) -> float:
	cells = _cells(row, rooms)
	return max((measuring.lines(_text(cell), room) for cell, room in cells), default=1) * _LINE + _ROW_PADDING


def _cells(row: Tag, rooms: list[float]) -> Iterator[tuple[Tag, float]]:
	"""Each cell with the room it has across the columns that it spans."""
	left = list(rooms)
	for cell in row.find_all(["td", "th"], recursive=False):
		span = int(str(cell.get("colspan", 1)))
		own, left = left[:span], left[span:]
		if own:
			yield cell, sum(own) + _CELL_PADDING * (len(own) - 1)


def _head_height(table: Tag) -> float:
	head = table.find("thead")
	rooms = [room / 1.08 for room in _column_rooms(table)]
	height = sum(_row_height(row, rooms) for row in head.find_all("tr")) if head else 0.0
	caption = table.find("caption")
	return height + _SPACE["table"] + (_LINE + 0.4 if caption else 0.0)


def _parts_of_row(row: Tag, rooms: list[float]) -> list[Tag]:
	"""The row, or, where it alone is higher than a page, several that continue one another."""
	most = int((PAGE_HEIGHT - 14) / _LINE)
	if _row_height(row, rooms) <= most * _LINE:
		return [row]
	columns = [_cut(_text(cell), room, most) for cell, room in _cells(row, rooms)]
	parts = []
	for index in range(max(map(len, columns))):
		part = copy.copy(row)
		for cell, texts in zip(part.find_all(["td", "th"], recursive=False), columns, strict=False):
			cell.string = texts[index] if index < len(texts) else ""
			cell["class"] = "ppoc-lines"
		parts.append(part)
	return parts


def _cut(text: str, room: float, most: int) -> list[str]:
	"""`text` in stretches of at most `most` lines, cut between words."""
	stretches, words = [], []
	for word in text.replace("\n", " \n ").split(" "):
		if words and measuring.lines(" ".join([*words, word]), room) > most:
			stretches.append(" ".join(words))
			words = []
		words.append(word)
	return [*stretches, " ".join(words)]


def _text(tag: Tag) -> str:
	"""The words of a cell, one line per block inside it and per line break."""
	parts = []
	for node in tag.descendants:
		if isinstance(node, Tag):
			parts.append("\n" if node.name in {"br", "div", "p", "li"} else "")
		else:
			parts.append(" ".join(str(node).split()) + (" " if str(node)[-1:].isspace() else ""))
	return "".join(parts).strip()


def _fill(pieces: Iterable[_Piece]) -> list[_Page]:
	pages = [_Page()]
	waiting: list[_Piece] = []
	for piece in pieces:
		waiting.append(piece)
		if not piece.keeps_with_next:
			_place(pages, waiting)
			waiting = []
	_place(pages, waiting)
	return pages


def _place(pages: list[_Page], together: list[_Piece]) -> None:
	page = pages[-1]
	if page.pieces and _needed(page, together) > page.room:
		page = _Page()
		pages.append(page)
	page.room -= _needed(page, together)
	page.pieces += together


def _needed(page: _Page, together: list[_Piece]) -> float:
	last = page.pieces[-1].table if page.pieces else None
	needed = 0.0
	for piece in together:
		if piece.table is not None and piece.table is not last:
			needed += _head_height(piece.table)
		needed += piece.height
		last = piece.table
	return needed


def _html_of(page: _Page) -> str:
	out: list[str] = []
	table: Tag | None = None
	for piece in page.pieces:
		if piece.table is not table:
			out.append(_closing(table) + _opening(piece.table))
			table = piece.table
		out.append(str(piece.html))
	return "".join(out) + _closing(table)


def _opening(table: Tag | None) -> str:
	if table is None:
		return ""
	attributes = "".join(
		f' {name}="{escape(" ".join(value) if isinstance(value, list) else value)}"'
		for name, value in table.attrs.items()
	)
	parts = (table.find(name) for name in ("caption", "colgroup", "thead"))
	return f"<table{attributes}>" + "".join(str(part) for part in parts if part) + "<tbody>"


def _closing(table: Tag | None) -> str:
	return "" if table is None else "</tbody></table>"

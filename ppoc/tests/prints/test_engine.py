"""The print engine: keeps together what belongs together, loses nothing, and works with a screen reader."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from ppoc.prints import engine
from ppoc.prints.page_size import page_css
from ppoc.prints.pages import sheets_of
from ppoc.prints.sheets import css_string, paged
from ppoc.tests.papers import STYLE, pages_of, tags_of

HEAD = (
	'<colgroup><col width="30%"><col width="70%"></colgroup>'
	'<thead><tr><th scope="col">Child</th><th scope="col">Action</th></tr></thead>'
)


def table(rows: list[tuple[str, str]]) -> str:
	body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
	return f"<table>{HEAD}<tbody>{body}</tbody></table>"


def printed(*documents: str, head: str = "Notes", page: str = "") -> bytes:
	"""Returns the PDF that the print view would make of these documents."""
	body = "".join(paged(document, head) for document in documents)
	page = page or f'<html lang="en-GB"><head><title>M-1</title></head><body>{STYLE}{body}</body></html>'
	return engine.write([engine.lay_out(sheets, lambda path: None) for sheets in sheets_of(page, "")])


def emptiness(pdf_html: str) -> list[float]:
	"""Returns the empty share of each page, from its last line to its foot."""
	(sheets,) = sheets_of(f"<html><body>{STYLE}{paged(pdf_html, 'Notes')}</body></html>", "")
	return [_empty(page._page_box) for page in engine.lay_out(sheets, lambda path: None).pages]


def _empty(box: Any) -> float:
	top = box.content_box_y()
	lowest = max(_lowest(child) for child in box.children if child.element_tag == "html")
	return 1 - (lowest - top) / box.height


def _lowest(box: Any) -> float:
	inside = [_lowest(child) for child in getattr(box, "children", ())]
	own = box.position_y + box.margin_height() if not inside or box.element_tag in ("td", "th") else 0
	return max([own, *inside])


def test_a_short_document_is_one_page():
	assert [page.count("Page 1 of 1") for page in pages_of(printed("<h1>Notes</h1><p>Nobody came.</p>"))] == [
		1
	]


@pytest.mark.requirement("P3.3")
def test_sixty_children_carry_the_head_and_the_tables_header_onto_every_page():
	pages = pages_of(
		printed("<h2>Children</h2>" + table([(f"Kid{n:02}", "Ask the aunt. " * 24) for n in range(60)]))
	)

	assert len(pages) > 2
	for number, page in enumerate(pages, 1):
		assert f"Page {number} of {len(pages)}" in page
		assert page.count("Child Action") == 1
		assert "Notes" in page
	text = " ".join(pages)
	assert [text.count(f"Kid{n:02}") for n in range(60)] == [1] * 60


def test_a_row_is_kept_whole():
	rows = [(f"Kid{n:02}", f"begin{n:02} " + "word " * 90 + f"end{n:02}") for n in range(40)]
	for page in pages_of(printed(table(rows))):
		for n in range(40):
			assert (f"begin{n:02}" in page) == (f"end{n:02}" in page)


@pytest.mark.parametrize("lines", range(40, 56))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(lines: int):
	filler = "".join(f"<p>Line {n}</p>" for n in range(lines))
	for page in pages_of(printed(filler + "<h2>Sisters</h2>" + table([("Ada", "word " * 150)]))):
		assert ("Sisters" in page) == ("Ada" in page)


def test_a_row_higher_than_a_page_goes_on_without_losing_a_word():
	words = [f"w{n}" for n in range(3000)]
	pages = pages_of(printed(table([("Ada", " ".join(words))])))

	assert len(pages) > 1
	found = " ".join(pages).replace("Notes", " ").split()
	assert [word for word in found if word[:1] == "w" and word[1:].isdigit()] == words


@pytest.mark.requirement("P3.3")
@pytest.mark.parametrize("words", [30, 150, 420, 700])
def test_no_page_is_left_a_quarter_empty(words: int):
	rows = [(f"Kid{n}", "word " * (words + 37 * (n % 5))) for n in range(30)]
	assert max(emptiness(table(rows))[:-1]) < 0.25


def test_two_tables_keep_their_own_headers():
	(page,) = pages_of(printed(table([("Ada", "x")]) + table([("Bea", "x")]).replace("Action", "Rationale")))
	assert (page.count("Child Action"), page.count("Child Rationale")) == (1, 1)


def test_documents_of_one_print_count_their_own_pages():
	long = "<h1>One</h1>" + "<p>Line</p>" * 80
	assert [f"Page {n} of {of}" in page for page, (n, of) in zip(
		pages_of(printed(long, "<h1>Two</h1>")), ((1, 2), (2, 2), (1, 1)), strict=True
	)] == [True] * 3  # fmt: skip


@pytest.mark.requirement("X5.1")
def test_a_screen_reader_hears_title_language_headings_and_the_cells_of_tables():
	pdf = PdfReader(
		io.BytesIO(printed("<h1>Notes</h1>" + table([("Ada", "x")]), "<h1>More</h1>", head="Panel: notes"))
	)
	root = pdf.trailer["/Root"]

	assert pdf.metadata.title == "Panel: notes"
	assert root["/Lang"] == "en-GB"
	assert root["/MarkInfo"]["/Marked"]
	assert root["/ViewerPreferences"]["/DisplayDocTitle"]
	tags = tags_of(pdf)
	for tag in ("/H1", "/Table", "/TR", "/TH", "/TD"):
		assert tag in tags
	assert tags.count("/H1") == 2


def test_markup_in_a_running_head_stays_text():
	head = '"; } </style><script>alert(1)</script> \\ é'
	(page,) = pages_of(printed("<p>x</p>", head=head))
	assert "".join(head.split()) in "".join(page.split())
	assert "<" not in css_string(head)


def test_what_runs_in_a_browser_is_not_on_paper():
	page = (
		"<html><body><script>document.write(1)</script><div class='hidden-pdf'>Screen</div>"
		f"<div class='action-banner print-hide'>Get PDF</div>{paged('<p>Paper</p>')}</body></html>"
	)
	text = " ".join(pages_of(printed(page=page)))
	assert "Paper" in text
	assert not any(word in text for word in ("Screen", "Get PDF", "document"))


@pytest.mark.parametrize(
	("options", "css"),
	[
		({}, ""),
		({"page-size": "A5"}, "@page { size: a5 !important }"),
		({"orientation": "Landscape"}, "@page { size: a4 landscape !important }"),
		({"page-width": "100mm", "page-height": 50}, "@page { size: 100mm 50mm !important }"),
		(
			{"margin-top": "5mm", "margin-left": "1mm; } * { x: url(http://a)"},
			"@page { margin-top: 5mm !important }",
		),
		({"page-size": "a4; } x"}, ""),
	],
)
def test_the_paper_is_what_the_platform_asks_for(options, css):
	assert page_css(options) == css

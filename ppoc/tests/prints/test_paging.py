"""Pages of a print: what belongs together stays together, nothing is lost, every page says which it is."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ppoc.prints import measuring
from ppoc.prints.paging import paged

HEAD = '<colgroup><col width="30%"><col width="70%"></colgroup><thead><tr><th>Child</th><th>Action</th></tr></thead>'


def table(rows):
	body = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in rows)
	return f"<table>{HEAD}<tbody>{body}</tbody></table>"


def sheets(html):
	return BeautifulSoup(str(paged(html, "Notes")), "html.parser").select(".ppoc-sheet")


def test_a_short_document_is_one_page():
	pages = sheets("<h1>Notes</h1><p>Nobody came.</p>")

	assert [page.select_one(".ppoc-page").text for page in pages] == ["Page 1 of 1"]


@pytest.mark.requirement("P3.3")
def test_sixty_children_carry_the_table_header_onto_every_page():
	pages = sheets("<h2>Children</h2>" + table([(f"Child {n}", "Ask the aunt. " * 12) for n in range(60)]))

	assert len(pages) > 3
	assert all(page.find("thead").text == "ChildAction" for page in pages)
	assert [page.select_one(".ppoc-page").text for page in pages][-1] == f"Page {len(pages)} of {len(pages)}"
	assert [row.th.text for page in pages for row in page.select("tbody tr")] == [
		f"Child {n}" for n in range(60)
	]


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
	filler = "".join(f"<p>Line {n}</p>" for n in range(36))

	for page in sheets(filler + "<h2>Children</h2>" + table([("Ada", "word " * 150)])):
		assert [tag.name for tag in page.find_all(["p", "h2", "table"])][-1] != "h2"


def test_a_row_higher_than_a_page_goes_on_without_losing_a_word():
	words = [f"word{n}" for n in range(3000)]

	pages = sheets(table([("Ada", " ".join(words))]))

	assert len(pages) > 1
	assert " ".join(cell.text for page in pages for cell in page.select("tbody td")).split() == words


def test_two_tables_keep_their_own_headers():
	other = table([("Bea", "x")]).replace("Action", "Rationale")

	page = sheets(table([("Ada", "x")]) + other)[0]

	assert [head.text for head in page.find_all("thead")] == ["ChildAction", "ChildRationale"]


def test_a_heading_across_all_columns_takes_one_line_of_the_page():
	name = "Maximiliana-Theodora Featherstonehaugh-Cholmondeley"
	columns = '<colgroup><col width="30%"><col width="70%"></colgroup>'
	across = f'<thead><tr><th colspan="2">Plan, {name}</th></tr></thead>'
	small = f"<table>{columns}{across}<tbody><tr><th>Plan</th><td>Adoption</td></tr></tbody></table>"
	assert len(sheets(small * 12)) == 1


def test_markup_in_a_name_stays_text():
	page = sheets(table([("&lt;script&gt;alert(1)&lt;/script&gt;", "x")]))[0]

	assert page.find("script") is None
	assert "<script>alert(1)</script>" in page.text


@given(st.text(max_size=400), st.floats(min_value=2, max_value=50))
def test_a_longer_text_never_takes_fewer_lines(text, room):
	assert 1 <= measuring.lines(text, room) <= measuring.lines(text + " more words", room)


def test_an_overlong_word_is_broken():
	assert measuring.lines("Featherstonehaugh-Cholmondeley-Wriothesley", 8) >= 3

"""Which headings of a sidebar remain; plain values."""

from __future__ import annotations

from ppoc.desk.sidebar import without_empty_sections

HEAD = {"type": "Section Break", "label": "Children"}
OTHER = {"type": "Section Break", "label": "Meetings"}
CHILD = {"type": "Link", "label": "Plans", "child": 1}
PLAIN = {"type": "Link", "label": "What if", "child": 0}


def test_a_heading_stays_with_what_is_below_it() -> None:
	assert without_empty_sections([HEAD, CHILD, OTHER, CHILD]) == [HEAD, CHILD, OTHER, CHILD]


def test_a_heading_with_nothing_below_it_goes() -> None:
	assert without_empty_sections([PLAIN, HEAD, OTHER, CHILD]) == [PLAIN, OTHER, CHILD]
	assert without_empty_sections([HEAD, PLAIN]) == [PLAIN]
	assert without_empty_sections([PLAIN, HEAD]) == [PLAIN]
	assert without_empty_sections([]) == []

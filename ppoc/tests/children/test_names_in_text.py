"""Names of children in texts that may hold none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.children.names_in_text import Named, names_in

ADA = Named("Ada", "O'Brien-Elm")
MAY, WILL = Named("May", "Okoro"), Named("Will", "Green")


@pytest.mark.parametrize(
	("text", "found"),
	[
		("Ada has moved to her aunt.", ["Ada"]),
		("ADA's school has changed", ["ADA's"]),
		("moved with ada", ["ada"]),
		("The O’Brien family moved; Elm is her father's name.", ["O’Brien", "Elm"]),
		("Âda moved", ["Âda"]),
		("The child has moved to her aunt in Adam Street.", []),
		("", []),
		(None, []),
	],
)
def test_names_are_found_however_they_are_written(text: str | None, found: list[str]) -> None:
	assert names_in(text, [ADA]) == found


@pytest.mark.parametrize(
	("text", "found"),
	[
		("The child will move in May.", []),
		("Will move in May. The green file has it.", []),
		("The school says Will is settled.", ["Will"]),
		("Will Green is settled.", ["Will", "Green"]),
		("Asked May Okoro's carers.", ["May", "Okoro's"]),
	],
)
def test_a_name_that_is_a_word_too_counts_where_it_is_written_as_a_name(text: str, found: list[str]) -> None:
	assert names_in(text, [MAY, WILL]) == found


@given(st.text(max_size=60), st.text(max_size=8), st.text(max_size=8))
def test_any_text_is_read(text: str, first: str, last: str) -> None:
	assert all(word in text for word in names_in(text, [Named(first, last)]))

"""Links by which an action is answered from an email: sealed, for one action, one owner, once, until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.meetings.actions.email_answers import (
	LONGEST_KEY,
	Claim,
	initials,
	seal,
	unseal,
	with_initials,
)

pytestmark = pytest.mark.requirement("Z3")

SECRET = b"s" * 32
CLAIM = Claim("AC-00001", "W-00001", 2, date(2026, 12, 28))


def test_a_link_says_what_it_was_sealed_with():
	assert unseal(seal(CLAIM, SECRET), SECRET) == CLAIM


def test_another_site_s_link_says_nothing():
	assert unseal(seal(CLAIM, b"t" * 32), SECRET) is None


@pytest.mark.parametrize(
	"other",
	[{"action": "AC-00002"}, {"worker": "W-2"}, {"reviews": 3}, {"until": date(2099, 1, 1)}],
	ids=["action", "worker", "reviews", "until"],
)
def test_nothing_in_it_can_be_changed(other):
	said, _dot, signature = seal(CLAIM, SECRET).partition(".")
	changed = seal(replace(CLAIM, **other), b"guessed").partition(".")[0]
	assert unseal(f"{said}.{signature}", SECRET) == CLAIM
	assert unseal(f"{changed}.{signature}", SECRET) is None


@given(st.integers(min_value=0, max_value=200), st.characters(codec="utf-8"))
def test_one_other_character_spoils_it(place, character):
	key = seal(CLAIM, SECRET)
	at = place % len(key)
	spoilt = key[:at] + character + key[at + 1 :]
	found = unseal(spoilt, SECRET)
	assert found is None or found == CLAIM, "the last bits of a text may say nothing"


@given(st.text(max_size=LONGEST_KEY * 2))
def test_no_text_that_somebody_makes_up_opens_anything(text):
	assert unseal(text, SECRET) is None


@pytest.mark.parametrize(
	("name", "said"), [("Ada Elm", "A. E."), ("  ada  ", "A."), ("", ""), ("Seán Ó Briain", "S. Ó. B.")]
)
def test_initials_stand_for_a_name(name, said):
	assert initials(name) == said


def test_names_in_a_text_are_cut_to_their_first_letter():
	text = "Ring Ada's aunt about the Elm flat; Adam is not meant."
	assert with_initials(text, ["Ada's", "Elm"]) == "Ring A. aunt about the E. flat; Adam is not meant."

"""Messages of an engine: English on their own, translated where a user sees them."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import frappe
import pytest

from ppoc.messages import Message, joined
from ppoc.translating import translated

DAY = date(2026, 3, 3)
LATE = Message("“{0}” on {1}: this day is in the future.", Message("Assessment started"), DAY)


def test_a_message_is_an_english_sentence() -> None:
	assert LATE == "“Assessment started” on 3 March 2026: this day is in the future."
	assert (
		joined([Message("{0} discussed", 2), Message("{0} carried over", 1)]) == "2 discussed, 1 carried over"
	)
	assert joined([]) == ""
	assert Message(LATE) is LATE


def test_the_template_is_translated_and_not_the_sentence() -> None:
	asked: list[str] = []
	said = LATE.translated(lambda text: asked.append(text) or text.upper(), lambda day: f"<{day:%d.%m.}>")
	assert asked == [LATE.template, "Assessment started"]
	assert said == "“ASSESSMENT STARTED” ON <03.03.>: THIS DAY IS IN THE FUTURE."


def test_one_message_after_another_is_a_message() -> None:
	both = Message("The archive is damaged ({0}).", 7) + " " + Message("Make it again.")
	assert both == "The archive is damaged (7). Make it again."
	assert both.translated(str.upper, str) == "THE ARCHIVE IS DAMAGED (7). MAKE IT AGAIN."
	assert ("a {b} " + Message("Make it again.")).translated(str.upper, str) == "a {b} MAKE IT AGAIN."


def test_what_people_typed_is_not_translated_and_may_hold_braces() -> None:
	message = Message("{0} goes onto the list for {1}.", "Ann {0}", "a {route}")
	assert message.translated(str.upper, str) == "Ann {0} GOES ONTO THE LIST FOR a {route}."
	assert Message("Role {1}") == Message("Role {1}").translated(str, str) == "Role {1}"


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_copy_knows_its_template_and_values(copied) -> None:
	other = copied(LATE)
	assert (other, other.template, other.values) == (LATE, LATE.template, LATE.values)


def test_it_is_said_in_the_language_of_the_user(site, monkeypatch) -> None:
	welsh = {"{0} was not discussed and is carried over.": "Ni thrafodwyd {0}."}
	monkeypatch.setattr(frappe.local, "lang", "cy")
	monkeypatch.setattr("ppoc.translating._", lambda text: welsh.get(text, text))
	assert translated(Message("{0} was not discussed and is carried over.", "Ann")) == "Ni thrafodwyd Ann."
	assert translated(Message("{0}", DAY)) == "3 Mawrth 2026"
	assert translated("a text without values") == "a text without values"

"""A letter to a child: drafted from a decision, checked, given once, and what the child said is read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from pypdf import PdfReader

from ppoc.exceptions import ChildLetterError
from ppoc.home.api import what_is_waiting
from ppoc.meetings.child_letters.api import start
from ppoc.meetings.one_page.api import child_page
from ppoc.meetings.screen_database import screen_of
from ppoc.patches import request_types_speak_to_children
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
	queries_of,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack
from ppoc.timescales.recompute_database import recompute_children

pytestmark = pytest.mark.requirement("Y12")


@pytest.fixture
def child(site: str) -> Document:
	return make_child(team=make_team().name, first_name="Maya")


def decided(child: Document, **values: Any) -> Document:
	"""Makes a request that was decided today, written directly: the steps to a decision have tests of their own."""
	doc = frappe.get_doc(
		{
			"doctype": "Panel Decision",
			"child": child.name,
			"request_type": "Other",
			"request": "Ask",
			"rationale": "Why",
		}
	).insert()
	said = {
		"status": "Decided",
		"decision": "Agreed",
		"decision_reason": "Her gran can do it.",
		"decided_on": nowdate(),
	}
	doc.db_set({**said, **values})
	return doc


def give(letter: str, **values: Any) -> Document:
	doc = frappe.get_doc("Letter to Child", letter)
	doc.update({"given_on": nowdate(), "given_how": "Read together", "checked": 1, **values})
	return doc.save()


def test_a_decision_begins_a_letter_once(child: Document) -> None:
	request = decided(child)
	letter = start(panel_decision=request.name)
	text = frappe.db.get_value("Letter to Child", letter, "letter_text")
	for part in ("Dear Maya,", "They said yes.", "This is why: Her gran can do it."):
		assert part in text
	assert start(panel_decision=request.name) == letter


def test_what_is_bad_news_is_said_in_words_for_a_child(child: Document) -> None:
	request = decided(child, request_type="No potential to leave care before 18")
	text = frappe.db.get_value("Letter to Child", start(panel_decision=request.name), "letter_text")
	assert "They talked about this: whether you could grow up in a family outside care" in text
	assert "No potential" not in text
	assert "They said yes" not in text


def test_shipped_request_types_get_their_words_and_keep_those_typed(site: str) -> None:
	name = "No potential to leave care before 18"
	frappe.db.set_value("Request Type", name, {"child_about": "", "child_agreed": "Our own words."})
	request_types_speak_to_children.execute()
	doc = frappe.get_doc("Request Type", name)
	assert doc.child_about.startswith("whether you could")
	assert doc.child_agreed == "Our own words."


def test_nothing_decided_is_nothing_to_tell(child: Document) -> None:
	request = decided(child, status="Requested")
	with pytest.raises(ChildLetterError, match="Nothing has been decided"):
		start(panel_decision=request.name)


def test_a_decision_on_a_plan_in_a_meeting_is_told_with_what_was_agreed(child: Document) -> None:
	plan = make_plan(child=child.name, status="Prioritised")
	meeting = make_meeting(team=child.team)
	meeting.reload()
	talk = frappe.get_doc(
		{
			"doctype": "Meeting Discussion",
			"meeting": meeting.name,
			"child": child.name,
			"plan": plan.name,
			"purpose": "Talk",
		}
	).insert()
	talk.db_set({"state": "Done", "plan_decision": "Carry on"})
	make_action(child=child.name, set_in=meeting.name, what="Visit the flat with Maya's gran")
	text = frappe.db.get_value("Letter to Child", start(discussion=talk.name), "letter_text")
	assert f"The plan for you stays as it is: {plan.route}." in text
	assert "– Visit the flat with Maya's gran (by" in text


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"given_how": ""}, "how the child got it"),
		({"checked": 0}, "Read the letter once more"),
		({"given_on": "2100-01-01"}, "lies in the future"),
		({"child_said": "Good"}, "its day go together"),
		({"child_said": "Good", "said_on": "2100-01-01"}, "lies in the future"),
	],
)
def test_a_letter_is_given_only_when_it_is_complete(
	child: Document, values: dict[str, Any], said: str
) -> None:
	letter = start(panel_decision=decided(child).name)
	with pytest.raises(ChildLetterError, match=said):
		give(letter, **values)


def test_a_letter_that_was_given_stays_and_the_child_may_answer_later(child: Document) -> None:
	letter = start(panel_decision=decided(child).name)
	doc = give(letter)
	doc.update({"child_said": "I want to see my rabbit.", "said_on": nowdate()}).save()
	doc.letter_text = "Something else"
	with pytest.raises(ChildLetterError, match="was given to the child"):
		doc.save()


def test_a_letter_about_another_childs_decision_is_refused(child: Document) -> None:
	other = make_child(team=child.team)
	values = {"child": other.name, "panel_decision": decided(child).name, "letter_text": "Hello"}
	with pytest.raises(ChildLetterError, match="another child"):
		frappe.get_doc({"doctype": "Letter to Child", **values}).insert()


def test_the_request_and_the_timeline_say_when_the_child_was_told(child: Document) -> None:
	request = decided(child)
	doc = give(start(panel_decision=request.name))
	assert str(frappe.db.get_value("Panel Decision", request.name, "child_told_on")) == nowdate()
	event = {"child": child.name, "event_type": "Letter given to the child"}
	assert frappe.db.exists("Care Event", {**event, "event_date": nowdate()})
	doc.update({"given_on": None}).save()
	assert not frappe.db.get_value("Panel Decision", request.name, "child_told_on")
	assert not frappe.db.exists("Care Event", event)


def test_the_pack_asks_for_it_within_10_working_days(child: Document) -> None:
	apply_pack(read_pack(shipped_folder("letters_to_children")))
	day = add_days(nowdate(), -40)
	frappe.get_doc(
		{"doctype": "Care Event", "child": child.name, "event_type": "Request decided", "event_date": day}
	).insert()
	recompute_children([child.name])
	duty = {"child": child.name, "duty": "Letter to the child about a decision"}
	assert frappe.get_all("Timescale", duty, pluck="state") == ["Overdue"]
	give(start(panel_decision=decided(child).name))
	recompute_children([child.name])
	assert frappe.get_all("Timescale", duty, pluck="state") == ["Met late"]


def test_what_the_child_said_is_read_back_in_the_meeting(child: Document) -> None:
	give(start(panel_decision=decided(child).name), child_said="I want to see my rabbit.", said_on=nowdate())
	page = child_page(child.name)
	assert "I want to see my rabbit." in frappe.as_json(page["said"])
	meeting = make_meeting(team=child.team)
	talk = {"doctype": "Meeting Discussion", "meeting": meeting.name, "child": child.name, "purpose": "Talk"}
	frappe.get_doc(talk).insert()
	screen = screen_of(frappe.get_doc("Meeting", meeting.name), frappe.session.user)
	assert screen["children"][child.name]["said"]["child_said"] == "I want to see my rabbit."
	assert discussion_of(meeting.name, child.name).child == child.name


def test_the_screens_queries_do_not_grow_with_the_letters(child: Document) -> None:
	meeting = make_meeting(team=child.team)
	talk = {"doctype": "Meeting Discussion", "meeting": meeting.name, "child": child.name, "purpose": "Talk"}
	frappe.get_doc(talk).insert()
	doc = frappe.get_doc("Meeting", meeting.name)
	screen_of(doc, frappe.session.user)
	few = queries_of(lambda: screen_of(doc, frappe.session.user))
	for number in range(3):
		give(start(panel_decision=decided(child).name), child_said=f"Rabbit {number}", said_on=nowdate())
	assert queries_of(lambda: screen_of(doc, frappe.session.user)) == few


def test_it_is_printed_large_on_one_page(child: Document) -> None:
	letter = start(panel_decision=decided(child).name)
	html = frappe.get_print("Letter to Child", letter, "Letter to Child")
	assert "Dear Maya," in html
	assert "font-size: 16pt" in html
	pdf = frappe.get_print("Letter to Child", letter, "Letter to Child", as_pdf=True)
	assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_it_waits_on_the_page_of_the_social_worker(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	user = user_with("Social Worker")
	grant(user, child.locality)
	child.update({"social_worker": make_worker(user=user, locality=child.locality).name}).save()
	request = decided(child)
	set_user(user)
	to_do = "write to the child about the decision"
	assert to_do in frappe.as_json(what_is_waiting())
	give(start(panel_decision=request.name))
	assert to_do not in frappe.as_json(what_is_waiting())


def test_whoever_may_not_see_the_child_writes_no_letter(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	request = decided(child)
	set_user(user_with("Social Worker"))
	with pytest.raises(frappe.PermissionError):
		start(panel_decision=request.name)

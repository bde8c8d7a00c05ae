"""Words we use: a label, a list's choice, a print and an email say the authority's word; what is stored stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from ppoc.exceptions import WordsWeUseError
from ppoc.our_words import words_database
from ppoc.tests.factories import make_child, make_meeting, make_plan

pytestmark = pytest.mark.requirement("X5.1")
PAIR = {"word": "Reunification", "ours": "Rehabilitation"}


@pytest.fixture(autouse=True)
def _forget(site: str) -> Iterator[None]:
	yield
	frappe.db.rollback()
	frappe.clear_cache()


def use(*pairs: dict[str, str]) -> Any:
	words = frappe.get_single("Words We Use")
	words.set("words", pairs)
	words.save()
	return words


def test_texts_of_the_app_say_it() -> None:
	use(PAIR)
	assert frappe._("Reunification List") == "Rehabilitation List"
	assert frappe._("Reunification considered") == "Rehabilitation considered"
	messages = frappe.translate.get_messages_for_boot()
	assert messages["Reunification"] == "Rehabilitation"
	assert "Route" in frappe.translate.get_translated_doctypes()


def test_sentences_with_values_and_markup_say_it() -> None:
	use({"word": "Child", "ours": "Young person", "plural": "Children", "our_plural": "Young people"})
	for row in frappe.get_all(
		"Translation", {"name": ["like", "ppoc-word-%"]}, ["source_text", "translated_text"]
	):
		assert row.source_text.count("{") == row.translated_text.count("{"), row
		if "<" in row.source_text:  # the server looks for a text without its tags
			assert row.source_text.count("<") == row.translated_text.count("<"), row
	sentence = "Name the people who may see this child, or nobody will be able to."
	assert frappe._(sentence) == sentence.replace("child", "young person")


def test_a_label_does_not_take_the_markup_of_a_heading_with_the_same_words() -> None:
	heading = '<span class="h4"><b>Tracker</b></span>'
	for texts in ([heading, "Tracker"], ["Tracker", heading]):
		said = words_database.as_looked_for({text: text.replace("Tracker", "Journey") for text in texts})
		assert said == {"Tracker": "Journey", heading: heading.replace("Tracker", "Journey")}


def test_what_a_pack_says_on_screens_and_papers_says_it() -> None:
	use({"word": "Reunification", "ours": "Rehabilitation"})
	assert frappe._("Children prioritised for reunification") == "Children prioritised for rehabilitation"
	rows = frappe.get_all("Forum Agenda Item", {"title": "Children prioritised for reunification"})
	assert rows, "the stored title stays"


def test_other_english_users_read_it_too() -> None:
	frappe.db.set_value("Language", "en-GB", "enabled", 1)
	use(PAIR)
	assert frappe._("Reunification List", lang="en-GB") == "Rehabilitation List"
	assert frappe._("Reunification List", lang="de") != "Rehabilitation List"


def test_without_the_row_the_app_says_its_own_word_again() -> None:
	use(PAIR, {"word": "Locality", "ours": "Area"})
	use({"word": "Locality", "ours": "Area"})
	assert frappe._("Reunification List") == "Reunification List"
	assert frappe._("Locality") == "Area"
	use()
	assert not frappe.db.exists("Translation", {"name": ["like", "ppoc-word-%"]})
	assert frappe._("Locality") == "Locality"


def test_a_translation_that_somebody_wrote_wins_and_stays() -> None:
	own = frappe.get_doc(
		{
			"doctype": "Translation",
			"language": "en",
			"source_text": "Reunification List",
			"translated_text": "Going home",
		}
	).insert()
	use(PAIR)
	assert frappe._("Reunification List") == "Going home"
	use()
	assert frappe.db.exists("Translation", own.name)


def test_a_changed_word_changes_what_was_made_before() -> None:
	use(PAIR)
	use({**PAIR, "ours": "Return home"})
	assert (
		frappe._("Reunification List") == "Return Home List"
		or frappe._("Reunification List") == "Return home List"
	)
	before = frappe.db.count("Translation")
	words_database.write()
	assert frappe.db.count("Translation") == before


def test_what_is_stored_stays_and_filters_find_it() -> None:
	child = make_child()
	plan = make_plan(child=child.name, route="Reunification")
	use(PAIR)
	assert frappe.db.get_value("Permanence Plan", plan.name, "route") == "Reunification"
	assert frappe.get_list(
		"Permanence Plan", {"route": "Reunification", "child": child.name}, pluck="name"
	) == [plan.name]
	assert frappe.db.exists("Route", "Reunification")
	for saved in frappe.get_all("List Filter", {"reference_doctype": "Permanence Plan"}, pluck="filters"):
		frappe.get_list("Permanence Plan", [row[:4] for row in frappe.parse_json(saved)], limit=1)


def test_a_link_is_found_by_our_word() -> None:
	from frappe.desk.search import search_link

	use(PAIR)
	found = search_link("Route", "Rehab")
	assert [row["value"] for row in found or frappe.response.get("results", [])] == ["Reunification"]


def test_a_print_says_it() -> None:
	meeting = make_meeting().name
	assert "Chair" in frappe.get_print("Meeting", meeting, "Meeting Notes")
	use({"word": "Chair", "ours": "Facilitator"})
	html = frappe.get_print("Meeting", meeting, "Meeting Notes")
	assert "Facilitator" in html
	assert "Chair" not in html


def test_an_email_says_it() -> None:
	use(PAIR)
	alert = frappe.get_doc(
		{
			"doctype": "Notification",
			"name": "Test",
			"subject": "Reunification: {{ doc.title }}",
			"document_type": "Permanence Plan",
			"event": "Save",
			"channel": "Email",
			"message": "<p>The reunification of {{ doc.reunification }}</p>",
		}
	)
	said: list[tuple[str, str]] = []
	alert.send_an_email = lambda doc, context: said.append((alert.subject, alert.message))
	alert.send(frappe.new_doc("Permanence Plan"))
	assert said == [
		("Rehabilitation: {{ doc.title }}", "<p>The rehabilitation of {{ doc.reunification }}</p>")
	]
	assert alert.subject.startswith("Reunification")


@pytest.mark.parametrize(
	"pairs",
	[
		[{"word": "a", "ours": "b"}],
		[{"word": "Child", "ours": "<b>x</b>"}],
		[{"word": "{0}", "ours": "x y"}],
		[PAIR, {"word": "reunification", "ours": "Return"}],
		[{"word": f"word{'x' * number}", "ours": "other"} for number in range(1, 45)] * 3,
	],
)
def test_what_is_no_word_is_refused(pairs: list[dict[str, str]]) -> None:
	with pytest.raises((WordsWeUseError, frappe.ValidationError)):
		use(*pairs)

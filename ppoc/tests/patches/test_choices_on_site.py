"""A site whose records and saved filters still have the words of before."""

from __future__ import annotations

import json

import frappe
import pytest

from ppoc.patches import choices_are_reworded
from ppoc.patches.choices_are_reworded import REWORDED, reworded_filters


@pytest.fixture
def saved_filter(site: None) -> str:
	return (
		frappe.get_doc(
			{
				"doctype": "List Filter",
				"filter_name": "Passes that stopped",
				"reference_doctype": "Timescale Pass",
				"filters": json.dumps([["Timescale Pass", "status", "in", ["Broken off", "Done"], False]]),
			}
		)
		.insert()
		.name
	)


def test_stored_choices_and_a_saved_filter_take_the_new_words(saved_filter: str) -> None:
	passes = [
		frappe.get_doc({"doctype": "Timescale Pass", "status": status}).insert(ignore_permissions=True).name
		for status in ("Done", "Interrupted")
	]
	frappe.db.set_value("Timescale Pass", passes[1], "status", "Broken off")

	for _time in range(2):
		choices_are_reworded.execute()
		assert [frappe.db.get_value("Timescale Pass", name, "status") for name in passes] == [
			"Done",
			"Interrupted",
		]
		filters = frappe.db.get_value("List Filter", saved_filter, "filters")
		assert json.loads(filters) == [["Timescale Pass", "status", "in", ["Interrupted", "Done"], False]]
	shown = frappe.get_list("Timescale Pass", filters=[row[:4] for row in json.loads(filters)], pluck="name")
	assert passes[1] in shown


def test_a_forums_seats_keep_their_meaning_and_the_forum_can_be_saved(site: None) -> None:
	forum = frappe.get_doc(
		"Forum", frappe.db.get_value("Forum Member", {"attends": REWORDED[0][3]}, "parent")
	)
	seats = [row.attends for row in forum.members]
	for row in forum.members:
		if row.attends == REWORDED[0][3]:
			frappe.db.set_value("Forum Member", row.name, "attends", REWORDED[0][2])

	choices_are_reworded.execute()

	forum.reload()
	assert [row.attends for row in forum.members] == seats
	forum.save()


@pytest.mark.parametrize(("doctype", "field", "before", "now"), REWORDED)
def test_the_new_word_is_a_choice_and_the_old_one_is_none(
	doctype: str, field: str, before: str, now: str, site: None
) -> None:
	choices = frappe.get_meta(doctype).get_field(field).options.split("\n")
	assert now in choices
	assert before not in choices


@pytest.mark.parametrize(
	"text",
	[
		None,
		"",
		"not json",
		'{"status": "Broken off"}',
		"[]",
		'["Timescale Pass"]',
		'[["Import Run", "status", "=", "Broken off"]]',
		'[["Timescale Pass", "last_child", "=", "Broken off"]]',
		'[["Timescale Pass", "status", "=", 1, false], 7]',
	],
)
def test_filters_about_anything_else_stay_as_they_are(text: str | None) -> None:
	assert reworded_filters(text) == text


def test_a_list_in_one_text_is_reworded_too() -> None:
	asked = '[["Accepted Risk", "severity", "in", "Serious,Cannot be told", false]]'
	assert json.loads(reworded_filters(asked) or "") == [
		["Accepted Risk", "severity", "in", "Serious,Not known", False]
	]

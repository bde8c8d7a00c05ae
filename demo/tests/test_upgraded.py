"""What `./dev upgrade` compares: the changes of an administrator are found again, and missed when they are gone."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
import pytest

from demo import upgraded
from ppoc.tests.factories import make_plan

pytestmark = pytest.mark.requirement("Z6")
MADE = "Made by the administrator"


@pytest.fixture
def changed(committed: None, site: str) -> None:
	make_plan(status="Prioritised")
	upgraded.change()


def test_what_the_administrator_made_is_found_again(changed: None):
	made = upgraded.look()[MADE]
	assert made["label"] == "How it goes"
	assert made["word"] == ["Barriers"]
	assert made["barrier"] == upgraded.BARRIER
	assert [row[upgraded.FIELD] for row in made["field"]] == ["Welsh"]
	assert len(made["forum"]) == len(made["rule"]) == 1
	assert {upgraded.ROLE, "Team Coordinator"} <= set(made["roles that may read children"])
	assert made["deleted rules that are there again"] == []


def test_what_an_upgrade_took_away_is_missed(changed: None):
	before = upgraded.look()
	frappe.db.delete("Property Setter", {"value": "How it goes"})
	frappe.clear_cache(doctype="Permanence Plan")
	[rule] = before[MADE]["rule"]
	frappe.db.set_value("Timescale Rule Count", {"parent": rule}, "amount", 1)
	after = upgraded.look()[MADE]
	assert {key for key, value in before[MADE].items() if after[key] != value} == {"label", "rule"}


def test_every_kind_of_record_is_there_and_its_values_are_plain(changed: None):
	found = upgraded.look()
	assert set(upgraded.KEPT) < set(found)
	for doctype, fields in upgraded.KEPT.items():
		assert {field for field in fields if not frappe.get_meta(doctype).has_field(field)} == set(), doctype
	assert json.loads(json.dumps(found)) == found


def test_a_step_that_fails_says_how(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(upgraded, "look", lambda: 1 / 0)
	upgraded.run("look", str(tmp_path / "answer.json"))
	assert "ZeroDivisionError" in json.loads((tmp_path / "answer.json").read_text())["error"]

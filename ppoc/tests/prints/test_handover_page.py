"""The handover page says what a social worker who takes over a child needs to know, and shows it to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.exceptions import HiddenRecordError
from ppoc.meetings.papers.handover_page import SECTIONS, ppoc_handover_page
from ppoc.tests.factories import (
	make_action,
	make_child,
	make_event,
	make_plan,
	make_request,
	make_team,
	make_worker,
)

pytestmark = pytest.mark.requirement("Y12")


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-30 10:00", tick=True):
		yield


@pytest.fixture
def child(site: str) -> Any:
	team = make_team()
	people = {
		name: make_worker(worker_name=name, locality=team.locality).name
		for name in ("Zz Outgoing", "Zz Reviewer", "Zz Teacher", "Zz Former")
	}
	child = make_child(
		team=team.name, first_name="Zzora", social_worker=people["Zz Outgoing"],
		reviewing_officer=people["Zz Reviewer"],
		workers=[
			{"worker": people["Zz Teacher"], "part": "Virtual school"},
			{"worker": people["Zz Former"], "part": "Family support", "to_date": "2026-01-31"},
		],
	)  # fmt: skip
	make_event(child.name, "Entered care", "2026-11-02")
	make_plan(child=child.name, status="Prioritised", progress="The aunt has been asked")
	make_plan(child=child.name, route="Adoption", plan_kind="Contingency", progress="Not needed so far")
	make_action(child=child.name, what="Ring the school about Friday", due_on="2026-12-04")
	done = make_action(child=child.name, what="Long done")
	frappe.db.set_value("Action", done.name, "status", "Done")
	make_request(child=child.name, rationale="A bed at the aunt's home")
	return frappe.get_doc("Child", child.name)


def test_it_has_what_is_open_and_who_is_who(child: Any) -> None:
	html = frappe.get_print("Child", child.name, "Handover Page")
	for text in (
		"Zzora", "Zz Outgoing", "Zz Reviewer", "Virtual school", "Zz Teacher", "Special guardianship",
		"The aunt has been asked", "Adoption", "First review", "Ring the school about Friday",
		"A bed at the aunt", "What only you know",
	):  # fmt: skip
		assert text in html, text
	for text in ("Zz Former", "Long done"):
		assert text not in html, text


def test_whoever_may_not_see_the_child_gets_no_page(child: Any, user_with: Callable[..., str]) -> None:
	frappe.set_user(user_with("Social Worker"))
	with pytest.raises(HiddenRecordError):
		ppoc_handover_page(child)


def test_the_columns_of_each_table_fill_the_page() -> None:
	for section in SECTIONS:
		assert sum(column.share for column in section.columns) == 100, section.head

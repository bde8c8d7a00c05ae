"""The pictures of the guides, each taken by playing the step that it shows as the role that reads the guide.

	PPOC_PICTURES=1 ./dev test ppoc/tests/docs/test_guide_pictures.py

puts them into docs/pictures/guides/. Without the variable the steps are played, and nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, ViewportSize, expect

from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_categorised_child,
	make_escalation,
	make_event,
	make_locality,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)
from ppoc.tests.forms.test_show_round import POPOVER, be_shown_round

expect.set_options(timeout=30_000)

ROOT = Path(__file__).parents[3]
GUIDES, FOLDER = ROOT / "docs" / "users", ROOT / "docs" / "pictures" / "guides"
MOST_BYTES = 250_000
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}

CHILDREN = ("Anouk Ashvale", "Beldon Frothing", "Calla Dunmere", "Dorrit Elmsworth", "Edric Farlow")
"""Invented children of the pictures."""


@dataclass(frozen=True)
class Picture:
	"""A picture of a guide.

	Attributes:
		guide: the guide that shows it.
		role: who sees it.
		address: the page; `{child}` and `{meeting}` are put in.
		shown: what is on the page once it is there.
		play: what the reader does then.
		phone: whether they look at it on a phone.
	"""

	guide: str
	role: str
	address: str
	shown: str
	play: Callable[[Page], None] = lambda page: None
	phone: bool = False


def look_at_one_page(page: Page) -> None:
	page.get_by_role("tab", name="On one page").click()
	expect(page.locator(".ppoc-page:visible")).to_contain_text("Plans and predictions so far")


def look_before_sending(page: Page) -> None:
	page.get_by_role("button", name="Actions").locator("visible=true").first.click()
	page.get_by_text("Circulate agenda", exact=True).locator("visible=true").first.click()
	expect(page.locator(".modal.show")).to_contain_text("Send to")


def go_round(page: Page) -> None:
	be_shown_round(page)
	expect(page.locator(POPOVER)).to_contain_text("At a glance")
	page.keyboard.press("ArrowRight")
	expect(page.locator(POPOVER)).to_contain_text("Team")


WAITING = ".ppoc-waiting-line"
PICTURES = {
	"coordinator-waiting": Picture("team-coordinator", "Team Coordinator", "team-coordinator", WAITING),
	"coordinator-grid": Picture(
		"team-coordinator", "Team Coordinator", "tracker-grid", ".tg-table .tabulator-row"
	),
	"coordinator-round": Picture(
		"team-coordinator", "Team Coordinator", "child/{child}", ".form-layout", go_round
	),
	"coordinator-sending": Picture(
		"team-coordinator", "Team Coordinator", "meeting/{meeting}", ".form-layout", look_before_sending
	),
	"manager-one-page": Picture(
		"team-manager", "Team Manager", "child/{child}", ".form-layout", look_at_one_page
	),
	"head-waiting": Picture("head-of-service", "Head of Service", "head-of-service", WAITING),
	"worker-phone": Picture("social-worker", "Social Worker", "social-worker", WAITING, phone=True),
	"performance-connect": Picture(
		"performance-officer", "Performance Officer", "ppoc-connect", ".page-body .btn"
	),
	"business-meetings": Picture("business-support", "Business Support", "meeting", ".list-row"),
	"administrator-home": Picture(
		"ppoc-administrator", "PPOC Administrator", "ppoc-administration", ".widget.links-widget-box"
	),
}


class Caseload:
	"""Five children of a team at different points, a meeting of today and something to answer."""

	def __init__(self, user: str) -> None:
		locality = make_locality(locality_name="Brackenford").name
		self.me = make_worker(worker_name="Hester Osgood", locality=locality, user=user, email=user)
		self.team = make_team(
			team_name="Alder team",
			locality=locality,
			team_manager=self.me.name,
			team_coordinator=self.me.name,
			practice_supervisor=make_worker(
				worker_name="Colm Harding", locality=locality, email="colm.harding@example.org"
			).name,
		)
		grant(user, locality)
		self.child = self._children()[0]
		meeting = make_meeting(team=self.team.name, locality=locality, meeting_date=add_days(nowdate(), 7))
		discussion_of(meeting.name, self.child, purpose="Progress plan")
		self.meeting = meeting.name
		make_escalation(child=self.child, blocker="No assessor is free before March", to_worker=self.me.name)

	def _children(self) -> list[str]:
		names = []
		statuses = ("Prioritised", "Assessment started", "Prioritised", "Proposed", "Prioritised")
		for place, (name, status) in enumerate(zip(CHILDREN, statuses, strict=True)):
			first, last = name.split()
			child = make_categorised_child(
				"Potential now",
				team=self.team.name,
				first_name=first,
				last_name=last,
				social_worker=self.me.name,
			).name
			make_event(child, "Entered care", add_days(nowdate(), -400 + 30 * place))
			predicted = add_days(nowdate(), 20 + 15 * place) if place != 2 else None
			plan = make_plan(child=child, status=status, predicted_start=predicted)
			self._action(child, plan, place)
			names.append(child)
		return names

	def _action(self, child: str, plan: Document, place: int) -> None:
		wanted = ("Ask the aunt about the flat", "Send the viability report", "Visit the grandparents")
		if place < len(wanted):
			make_action(
				what=wanted[place],
				child=child,
				plan=plan.name,
				action_owner=self.me.name,
				set_on=add_days(nowdate(), -20),
				due_on=add_days(nowdate(), 5 * place - 6),
			)


def somebody(role: str) -> str:
	"""Makes a login as an administrator does, with what that hides from its desk."""
	roles = [{"role": role}]
	values = {
		"email": "hester.osgood@example.org",
		"first_name": "Hester",
		"last_name": "Osgood",
		"roles": roles,
	}
	return frappe.get_doc({"doctype": "User", **values, "send_welcome_email": 0}).insert().name


@pytest.mark.browser
@pytest.mark.requirement("P9.1")
@pytest.mark.parametrize("name", PICTURES)
def test_the_step_of_the_guide(page: Page, site: str, log_in: Callable[[str], None], name: str) -> None:
	picture = PICTURES[name]
	user = somebody(picture.role)
	caseload = Caseload(user)
	page.set_viewport_size(PHONE if picture.phone else DESK)
	frappe.db.commit()
	log_in(user)
	page.goto("/app/" + picture.address.format(**vars(caseload)))
	expect(page.locator(picture.shown).locator("visible=true").first).to_be_visible()
	page.wait_for_load_state("networkidle")
	picture.play(page)
	page.wait_for_timeout(700)  # what slides or fades in has come to rest
	taken = page.screenshot()
	assert len(taken) < MOST_BYTES, "too large to be kept with the project"
	if "PPOC_PICTURES" in os.environ:
		FOLDER.mkdir(parents=True, exist_ok=True)
		(FOLDER / f"{name}.png").write_bytes(taken)


def test_each_guide_shows_its_pictures() -> None:
	for name, picture in PICTURES.items():
		guide = (GUIDES / f"{picture.guide}.md").read_text(encoding="utf-8")
		assert f"](../pictures/guides/{name}.png)" in guide, name
	assert {file.stem for file in FOLDER.glob("*.png")} == set(PICTURES)

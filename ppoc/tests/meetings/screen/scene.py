"""A team at work: children on both lists, predictions that slipped, and actions from the last meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils import add_days, nowdate

from ppoc.meetings.records.database import begin_answers
from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_forum,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)
from ppoc.tests.meetings.records.test_structured_records import make_query, make_template

FIRST_NAMES = (
	"Anouk",
	"Bram",
	"Celyn",
	"Dilys",
	"Ewan",
	"Fern",
	"Gethin",
	"Hedy",
	"Idris",
	"Juno",
	"Kit",
	"Lowri",
)
LAST_NAMES = ("Ashvale", "Brockmere", "Cawthorpe", "Dunley", "Elmstead", "Farrow")
LAST_TIME = (
	"Visit the grandparents and write down what they need to apply",
	"Ask housing for a date for the larger home",
	"Book the family group conference with both aunts",
	"Send the assessment plan to the court and to both parents",
)


@dataclass
class Scene:
	"""The names of the records."""

	team: str
	locality: str
	worker: str
	meeting: str = ""
	before: str = ""
	children: list[str] = field(default_factory=list)
	plans: list[str] = field(default_factory=list)
	actions: list[str] = field(default_factory=list)


def make_scene(*users: str, children: int = 4, **first_child: Any) -> Scene:
	"""Makes a mobilisation meeting today, for a team that these users belong to.

	Args:
		first_child: values of the first child, such as a name or a restriction.
	"""
	team = make_team()
	worker = make_worker(worker_name="Morwenna Tully", locality=team.locality).name
	scene = Scene(team.name, team.locality, worker)
	for user in users:
		grant(user, team.locality)
	for index in range(children):
		_add_child(scene, index, first_child if index == 0 else {})
	scene.before = _last_meeting(scene)
	for index, child in enumerate(scene.children):
		_add_actions(scene, index, child)
	scene.meeting = make_meeting(
		team=team.name, meeting_date=nowdate(), next_meeting_date=add_days(nowdate(), 14)
	).name
	return scene


def make_large_scene(*users: str, children: int) -> Scene:
	"""Makes an identification meeting with many children who are new to the team."""
	team = make_team()
	worker = make_worker(worker_name="Morwenna Tully", locality=team.locality).name
	scene = Scene(team.name, team.locality, worker)
	for user in users:
		grant(user, team.locality)
	for index in range(children):
		scene.children.append(make_child(team=team.name, social_worker=worker, **_name(index)).name)
	scene.meeting = make_meeting(team=team.name, forum="Identification Meeting").name
	return scene


PURPOSES = ("Categorise", "Progress plan", "Introduce", "Step down", "Challenge")


def make_scene_of_every_kind(*users: str) -> Scene:
	"""Makes a meeting with one child in an item of each kind, a record of questions, and an item to talk about."""
	team = make_team()
	worker = make_worker(worker_name="Morwenna Tully", locality=team.locality).name
	scene = Scene(team.name, team.locality, worker)
	for user in users:
		grant(user, team.locality)
	for index in range(len(PURPOSES) + 1):
		_add_child(scene, index, {})
	of_nobody = {"minutes": 5, "agenda_query": make_query('[["child_id", "=", "nobody"]]').name}
	record = {**of_nobody, "title": "Record", "purpose": "Record", "record_template": make_template().name}
	items = [{**of_nobody, "title": purpose, "purpose": purpose} for purpose in PURPOSES]
	talk = {"title": "Anything else", "minutes": 5, "purpose": "Talk"}
	meeting = make_meeting(forum=make_forum(agenda_items=[*items, record, talk]).name, team=team.name)
	scene.meeting = meeting.name
	for index, child in enumerate(scene.children):
		_put_on_agenda(meeting, meeting.agenda[index], child, scene.plans[index])
	begin_answers(meeting)
	return scene


def _put_on_agenda(meeting: Any, item: Any, child: str, plan: str) -> None:
	frappe.get_doc(
		{
			"doctype": "Meeting Discussion", "meeting": meeting.name, "child": child, "plan": plan,
			"agenda_item": item.title, "item_key": item.item_key, "purpose": item.purpose, "position": item.idx,
			"state": "To do",
		}
	).insert()  # fmt: skip


def _name(index: int) -> dict[str, str]:
	return {
		"first_name": FIRST_NAMES[index % len(FIRST_NAMES)],
		"last_name": LAST_NAMES[index // len(FIRST_NAMES) % len(LAST_NAMES)],
	}


def _add_child(scene: Scene, index: int, values: dict[str, Any]) -> None:
	child = make_child(team=scene.team, social_worker=scene.worker, **{**_name(index), **values})
	plan = make_plan(
		child=child.name,
		route="Reunification" if index % 3 == 2 else "Special guardianship",
		predicted_start=add_days(nowdate(), 20 + index) if index != 1 else None,
		status="Prioritised",
	)
	scene.children.append(child.name)
	scene.plans.append(plan.name)
	for weeks in range(index % 4):
		plan.predicted_start = add_days(nowdate(), 30 + 14 * weeks)
		plan.save()


def _last_meeting(scene: Scene) -> str:
	before = make_meeting(team=scene.team, meeting_date=add_days(nowdate(), -14))
	frappe.db.set_value("Meeting", before.name, "status", "Held")
	return before.name


def _add_actions(scene: Scene, index: int, child: str) -> None:
	for step in range(1 + index % 2):
		action = make_action(
			what=LAST_TIME[(index + step) % len(LAST_TIME)],
			child=child,
			plan=scene.plans[index],
			action_owner=scene.worker,
			set_in=scene.before,
			due_on=add_days(nowdate(), 7 * step),
		)
		scene.actions.append(action.name)

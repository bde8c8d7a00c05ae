"""Makes the sample children, and removes them with everything that was typed about them."""

from __future__ import annotations

import json
from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.access.audit.changes import DELETED, rows_written
from ppoc.retention import files_database as files
from ppoc.retention import names_database
from ppoc.retention.child_records_database import Names, persons, records_about, whole_child
from ppoc.retention.erasing_database import attached_to, delete, delete_empty_groups, everybody_else
from ppoc.retention.names import Finder, strong_names
from ppoc.sample_children.stories import CHILDREN, FINISHED, STARTED, SURNAME, SampleChild, SamplePlan, day
from ppoc.translating import translated

MADE = "ppoc_sample_children"
"""The site's default that lists the records. A surname or an ID could be somebody's; this list cannot."""


def make(locality: str, team: str | None) -> list[str]:
	"""Makes the sample children in a locality, with the first worker of each job there. May safely run twice.

	Args:
		locality: where they are looked after.
		team: their team, if the locality has one.

	Returns:
		The names of the records.
	"""
	today = getdate()
	made = _listed()
	there = set(frappe.get_all("Child", {"name": ["in", made or [""]]}, pluck="child_id"))
	place = {"locality": locality, "team": team, **_workers(locality)}
	for story in CHILDREN:
		if story.number in there or frappe.db.exists("Child", {"child_id": story.number}):
			continue
		made.append(_make(story, place, today))
	frappe.db.set_default(MADE, json.dumps(made))
	return made


def there() -> list[str]:
	"""Returns the names of the sample children that are on the site."""
	made = _listed()
	return frappe.get_all("Child", {"name": ["in", made]}, pluck="name", order_by="name asc") if made else []


def remove() -> dict[str, int]:
	"""Removes the sample children, without committing.

	One that somebody has made into another child (its ID or surname was changed, or a record was merged into it) is
	left alone.

	Returns:
		How many were "removed" and how many "kept".
	"""
	made = there()
	gone = [name for name in made if _is_still_a_sample(name)]
	for name in gone:
		_remove(name)
	frappe.db.set_default(MADE, json.dumps([name for name in made if name not in gone]))
	return {"removed": len(gone), "kept": len(made) - len(gone)}


def _listed() -> list[str]:
	return json.loads(frappe.db.get_default(MADE) or "[]")


def _workers(locality: str) -> dict[str, str]:
	jobs = {"social_worker": "Social Worker", "reviewing_officer": "Independent Reviewing Officer"}
	found = {
		field: frappe.db.get_value("Worker", {"locality": locality, "job": job}, order_by="creation asc")
		for field, job in jobs.items()
	}
	return {field: worker for field, worker in found.items() if worker}


def _make(story: SampleChild, place: dict[str, str | None], today: date) -> str:
	in_care = story.in_care_since is not None
	child = frappe.new_doc("Child")
	child.update(
		{
			**place,
			"child_id": story.number,
			"first_name": story.first_name,
			"last_name": SURNAME,
			"sex": story.sex,
			"date_of_birth": day(today, story.born),
			"unborn": int(story.born > 0),
			"care_facts_by_hand": 1,
			"looked_after": int(in_care),
			"legal_status": story.legal_status,
			"on_full_care_order": int(story.legal_status == "C2"),
			"placement": story.placement,
			"care_started_on": day(today, story.in_care_since),
			"placement_since": day(today, story.in_care_since),
		}
	)
	child.insert()
	entered = (("Entered care", story.in_care_since),) if story.in_care_since is not None else ()
	for event_type, days in (*entered, *story.events):
		event = {"child": child.name, "event_type": event_type, "event_date": day(today, days)}
		frappe.get_doc({"doctype": "Care Event", **event}).insert()
	if story.potential:
		child.reload()
		child.potential, child.potential_rationale = story.potential, translated(story.rationale or "")
		child.potential_review_on = day(today, story.review_on)
		child.save()
	if story.plan:
		_make_plan(child.name, story.plan, today)
	return str(child.name)


def _make_plan(child: str, story: SamplePlan, today: date) -> Document:
	"""Makes the plan and takes its steps one after another, as people do, so that each leaves its event."""
	plan = frappe.new_doc("Permanence Plan")
	plan.update(
		{
			"child": child,
			"route": story.route,
			"plan_kind": "Primary",
			"progress": translated(story.progress or ""),
			"predicted_start": day(today, story.starts),
		}
	)
	if STARTED not in story.steps:
		plan.predicted_finish = day(today, story.finishes)
	if story.barrier:
		plan.append("barriers", {"category": story.barrier, "raised_on": today})
	plan.insert()
	for step in story.steps:
		if step == STARTED:
			plan.actual_start = day(today, story.started)
			plan.predicted_finish = day(today, story.finishes) if FINISHED not in story.steps else None
		if step == FINISHED:
			plan.actual_finish = day(today, story.finishes)
		if step in (STARTED, FINISHED):
			plan.save()  # the workflow asks the plan as it was saved
		plan.status = step
		plan.save()
	return plan


def _is_still_a_sample(name: str) -> bool:
	numbers = {story.number for story in CHILDREN}
	row = frappe.db.get_value("Child", name, ["child_id", "last_name"], as_dict=True)
	return row.child_id in numbers and row.last_name == SURNAME and whole_child(name) == [name]


def _remove(child: str) -> None:
	"""Removes a child's records as an erasure does, but asks for no certificate and no second person."""
	names = records_about(child)
	attached = attached_to(names)
	uploads = files.files_of({**names, **attached})
	urls = files.paths_to_remove(uploads)
	groups = [group for group in frappe.get_all("Child", {"name": child}, pluck="sibling_group") if group]
	finder = Finder(strong_names(persons([child]), everybody_else([child])))
	_put_on_record(names)
	for records in (names, attached, {"File": [row.name for row in uploads]}):
		delete(records)
	delete_empty_groups(groups)
	names_database.clean_search_index(names, finder)
	frappe.db.after_commit.add(lambda: files.remove(urls))


def _put_on_record(names: Names) -> None:
	for doctype, rows in names.items():
		rows_written(doctype, DELETED, rows)

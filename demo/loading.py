"""Loads the invented children: returns and names through the app's imports, then what their teams know of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from demo import phrases
from demo.allocation import WorkerAllocation
from demo.names import invented_nhs_number
from demo.service import LocalityStaff, Service
from demo.ssda903_returns import Caseload, Leaving
from ppoc.imports import runs
from ppoc.imports.registry import Order
from ppoc.imports.uploads import UploadedFile

RETURN, NAMES = "SSDA903 return", "Names"


class ChildLoader:
	"""Loads the demo's children onto the site, as the return has them on each day of loading."""

	def __init__(
		self,
		caseload: Caseload,
		allocated: Mapping[str, WorkerAllocation],
		service: Service,
		workers: Mapping[str, str],
	) -> None:
		self.caseload = caseload
		self.allocated = allocated
		self.service = service
		self.workers = workers
		self.loader = next(person.user for person in service.people if person.role == "Performance Officer")

	def load(self, day: date, localities: Iterable[LocalityStaff]) -> None:
		"""For each locality: a return, the names of its new children, then what its teams know of them."""
		left = children_who_left()
		for locality in localities:
			frappe.set_user(self.loader)
			ids = [child for child, place in self.allocated.items() if place.team.locality == locality.name]
			if not _is_loaded(day, locality.name):
				run_import(RETURN, self.caseload.known_on(day, left, ids), day, locality.name)
			unnamed = _children_with({"last_name": ["is", "not set"]}, locality.name)
			if unnamed:
				run_import(NAMES, {"names.csv": self._names_file(row.child_id for row in unnamed)}, day)
			self._take_over(locality)
		frappe.set_user("Administrator")

	def _take_over(self, locality: LocalityStaff) -> None:
		"""One child at a time, so that a process that was interrupted continues with the next."""
		frappe.set_user(locality.coordinator.user)
		for row in _children_with({"team": ["is", "not set"]}, locality.name):
			self._complete(row.name, self.allocated[row.child_id])
			frappe.db.commit()
		frappe.set_user(locality.head_of_service.user)
		for row in _children_with({"restricted": 0}, locality.name):
			if self.allocated[row.child_id].restricted:
				self._restrict(row.name, self.allocated[row.child_id])
				frappe.db.commit()

	def _names_file(self, ids: Iterable[str]) -> str:
		stream = io.StringIO(newline="")
		writer = csv.writer(stream)
		writer.writerow(("CHILD", "FORENAME", "SURNAME"))
		writer.writerows(
			(child, self.allocated[child].first_name, self.allocated[child].last_name) for child in ids
		)
		return stream.getvalue()

	def _complete(self, name: str, place: WorkerAllocation) -> None:
		"""Enter workers, siblings and the NHS number, as the coordinator would."""
		child = frappe.get_doc("Child", name)
		ssw = place.supervising_social_worker
		child.update(
			{
				"team": place.team.name,
				"social_worker": self.workers[place.social_worker.number],
				"reviewing_officer": self.workers[place.reviewing_officer.number],
				"supervising_social_worker": self.workers[ssw.number] if ssw else None,
				"sibling_group": _sibling_group(place),
				"nhs_number": invented_nhs_number(child.child_id),
			}
		)
		child.save()

	def _restrict(self, name: str, place: WorkerAllocation) -> None:
		"""The Head of Service restricts a record to a few people."""
		locality = self.service.locality(place.team.locality)
		people = [locality.head_of_service, *([locality.coordinator] if place.coordinator_named else [])]
		child = frappe.get_doc("Child", name)
		child.restricted = 1
		child.restriction_reason = phrases.RESTRICTION_REASONS[len(people) % 2]
		for person in people:
			child.append("allowed_people", {"user": person.user, "reason": person.role})
		child.save()


def children_who_left() -> dict[str, Leaving]:
	"""Children whose plan was achieved, with the day and the route."""
	child, plan = frappe.qb.DocType("Child"), frappe.qb.DocType("Permanence Plan")
	rows = (
		frappe.qb.from_(plan)
		.join(child)
		.on(child.name == plan.child)
		.select(child.child_id, plan.achieved_on, plan.route)
		.where(plan.status == "Achieved")
		.run()
	)
	return {child_id: Leaving(getdate(day), route) for child_id, day, route in rows}


def run_import(kind: str, files: Mapping[str, str], day: date, locality: str = "") -> None:
	"""Preview and load one of the app's imports in the name of the session's user."""
	uploads = [UploadedFile(name, text.encode()) for name, text in files.items()]
	run = runs.preview(Order(kind, uploads, frappe.session.user, day, locality=locality))
	runs.start_here(run)
	outcome = frappe.db.get_value("Import Run", run, ["status", "outcome"], as_dict=True)
	if outcome.status == runs.INTERRUPTED and frappe.QueryDeadlockError.__name__ in outcome.outcome:
		raise frappe.QueryDeadlockError(outcome.outcome)
	if outcome.status != runs.LOADED:
		raise RuntimeError(f"{kind} of {day} for {locality}: {outcome.status}. {outcome.outcome}")


def _is_loaded(day: date, locality: str) -> bool:
	"""Whether a return of this day or a later one is loaded: an older one would only undo it."""
	later = {"kind": RETURN, "locality": locality, "status": runs.LOADED, "started_on": [">=", day]}
	return bool(frappe.db.exists("Import Run", later))


def _children_with(filters: Mapping[str, Any], locality: str) -> list[frappe._dict]:
	filters = {"locality": locality, **filters}
	return frappe.get_all("Child", filters=filters, fields=["name", "child_id"], order_by="name asc")


def _sibling_group(place: WorkerAllocation) -> str | None:
	if not place.siblings:
		return None
	group_name = f"{place.last_name} siblings"
	name = frappe.db.get_value("Sibling Group", {"group_name": group_name})
	if name:
		return str(name)
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": group_name, "discuss_together": 1})
	return str(group.insert().name)

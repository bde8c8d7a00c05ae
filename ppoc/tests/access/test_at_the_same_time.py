"""Two people who save one record at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import World, put

pytestmark = [pytest.mark.requirement("P5.1"), pytest.mark.usefixtures("committed")]


def as_colleague(trial: Any, user: str, work: Callable[[], None]) -> str:
	"""What happens to this person's write: `saved`, or the name of what refused it."""
	frappe.init(site=trial.site, sites_path=str(trial.sites), force=True)
	frappe.connect()
	try:
		frappe.set_user(user)
		work()
		frappe.db.commit()
	except frappe.TimestampMismatchError as error:
		frappe.db.rollback()
		return type(error).__name__
	finally:
		frappe.destroy()
	return "saved"


def test_of_two_simultaneous_writes_none_undoes_the_other(world: World, trial: Any) -> None:
	group = put("Sibling Group", group_name="The Tests").name
	frappe.db.set_value("Child", world.anna, "sibling_group", group)
	frappe.db.commit()
	both_have_it_open = Barrier(2, timeout=30)

	def change(field: str) -> Callable[[], None]:
		def work() -> None:
			mine = frappe.get_doc("Sibling Group", group)
			mine.set(field, "changed")
			both_have_it_open.wait()
			mine.save()

		return work

	with ThreadPoolExecutor(2) as people:
		first = people.submit(as_colleague, trial, world.manager, change("notes"))
		second = people.submit(as_colleague, trial, world.coordinator, change("family_time"))
		outcomes = sorted([first.result(60), second.result(60)])
	assert outcomes == ["TimestampMismatchError", "saved"]

	frappe.db.rollback()
	kept = frappe.get_doc("Sibling Group", group)
	assert sorted([kept.notes or "", kept.family_time or ""]) == ["", "changed"]
	kept.update({"notes": "changed", "family_time": "changed"})
	kept.save()
	assert (kept.notes, kept.family_time) == ("changed", "changed")

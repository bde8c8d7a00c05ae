"""Two people save one record at the same moment, each on a separate database connection."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import World, put
from ppoc.tests.at_once import AtOnce

pytestmark = [pytest.mark.requirement("P5.1"), pytest.mark.usefixtures("committed")]


def test_of_two_simultaneous_writes_none_undoes_the_other(world: World, at_once: AtOnce) -> None:
	group = put("Sibling Group", group_name="The Tests").name
	frappe.db.set_value("Child", world.anna, "sibling_group", group)
	frappe.db.commit()
	both_have_it_open = Barrier(2, timeout=30)

	def save(field: str) -> Callable[[], None]:
		opened: list[dict[str, Any]] = []

		def work() -> None:
			if not opened:
				opened.append(frappe.get_doc("Sibling Group", group).as_dict())
				both_have_it_open.wait()
			frappe.get_doc({**opened[0], field: "changed"}).save()

		return work

	answers = at_once(save("notes"), save("family_time"), users=(world.manager, world.coordinator))
	assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "TimestampMismatchError"]

	frappe.db.rollback()
	kept = frappe.get_doc("Sibling Group", group)
	assert sorted([kept.notes or "", kept.family_time or ""]) == ["", "changed"]
	kept.update({"notes": "changed", "family_time": "changed"})
	kept.save()
	assert (kept.notes, kept.family_time) == ("changed", "changed")

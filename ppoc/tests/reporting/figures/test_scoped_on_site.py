"""Every figure starts from the rows that the user may see."""

from __future__ import annotations

import frappe
import pytest
from frappe.query_builder.functions import Count

from ppoc.access.scoped_query import scoped, seen
from ppoc.tests.access_world import World


@pytest.mark.usefixtures("site")
def test_a_count_is_over_the_rows_of_the_reader(world: World) -> None:
	for user, expected in (
		(world.coordinator, {world.anna}),
		(world.auditor, {world.anna, world.bella, world.rosie}),
	):
		frappe.set_user(user)
		plan, query = scoped("Permanence Plan")
		child = frappe.qb.DocType("Child")
		rows = (
			query.left_join(child)
			.on((child.name == plan.child) & seen("Child"))
			.select(child.name, Count("*"))
			.where(plan.status == "Prioritised")
			.groupby(child.name)
			.run()
		)
		assert expected == {name for name, _count in rows if name in (world.anna, world.bella, world.rosie)}


@pytest.mark.usefixtures("site")
def test_who_may_not_read_a_doctype_gets_no_figure_of_it(world: World) -> None:
	frappe.set_user(world.configurer)
	with pytest.raises(frappe.PermissionError):
		scoped("Permanence Plan")

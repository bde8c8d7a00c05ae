"""Due dates on the site: computed as events are saved, kept right whoever saves."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from ppoc.tests.factories import make_child, make_event, make_rule
from ppoc.timescales.nightly import run_pass


def due(child: str, **filters: str) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Timescale",
		filters={"child": child, **filters},
		fields=["due_on", "state"],
		order_by="due_on asc, step asc",
	)
	return [(str(row.due_on), row.state) for row in rows]


@pytest.fixture
def rule(site):
	return make_rule(counts=[("Entered care", 10, "Calendar days")], satisfied_by=["Review held"])


def test_saving_an_event_makes_the_due_date_and_the_childs_list_says_so(rule):
	child = make_child()
	make_event(child.name, "Entered care", add_days(nowdate(), -2))
	assert due(child.name, rule=rule.name) == [(add_days(nowdate(), 8), "Not due")]
	said = frappe.db.get_value("Child", child.name, ["next_due_on", "next_due", "overdue_count"])
	assert said == (getdate(add_days(nowdate(), 8)), rule.duty, 0)


def test_a_late_event_settles_it_and_deleting_the_event_opens_it_again(rule):
	child = make_child()
	make_event(child.name, "Entered care", "2026-03-02")
	assert [state for _, state in due(child.name, rule=rule.name)] == ["Overdue"]
	held = make_event(child.name, "Review held", "2026-03-10")
	assert due(child.name, rule=rule.name) == [("2026-03-12", "Met")]
	held.delete()
	assert [state for _, state in due(child.name, rule=rule.name)] == ["Overdue"]
	assert frappe.db.get_value("Child", child.name, "overdue_count") == 1

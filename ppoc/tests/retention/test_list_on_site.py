"""The list of records that are due: for whom it is, what it says, where its dates come from."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.ppoc.report.records_to_erase.records_to_erase import execute
from ppoc.retention.retention_period_database import life_dates
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_child, make_team

pytestmark = [pytest.mark.requirement("X4.3"), pytest.mark.usefixtures("site")]


def listed(**filters: Any) -> dict[str, Any]:
	_columns, rows, *_rest = execute(filters)
	return {row["child"]: row for row in rows}


def test_the_list_shows_who_is_due_held_or_without_a_date(user_with, set_user):
	team = make_team()
	due, held, kept, unknown = (make_child(team=team.name) for _ in range(4))
	frappe.db.set_value("Child", kept.name, "date_of_birth", "2030-05-01")
	frappe.db.set_value("Child", unknown.name, "date_of_birth", None)
	frappe.get_doc({"doctype": "Record Hold", "child": held.name, "reason": "Inquiry"}).insert()
	elsewhere = make_child(date_of_birth="2016-05-01")
	user = user_with("Head of Service")
	grant(user, team.locality)
	with freeze_time("2092-01-01 10:00"), set_user(user):
		rows = listed()
		assert set(rows) == {due.name, held.name}
		assert rows[due.name]["reasons"] == "Born on 1 May 2016: kept until the age of 75, on 1 May 2091."
		assert str(rows[due.name]["erase_from"]) == "2091-05-02"
		assert "HOLD-" in rows[held.name]["holds"]
		assert set(listed(state="No date")) == {unknown.name}
		assert "not known" in listed(state="No date")[unknown.name]["reasons"]
		assert set(listed(state="Due", until="2106-01-01")) == {due.name, kept.name}
		assert elsewhere.name not in listed(state="All")


def test_dates_come_from_the_record_the_return_and_achieved_plans():
	typed, returned, planned, died = (make_child().name for _ in range(4))
	frappe.db.set_value("Child", typed, "adoption_order_on", "2020-01-05")
	for child in (typed, returned):
		put("Care Episode", child=child, started_on="2019-01-01", ended_on="2020-02-02", reason_ended="E11")
	put("Permanence Plan", child=planned, route="Adoption", status="Achieved", achieved_on="2021-03-03")
	put("Permanence Plan", child=died, route="SGO", status="Achieved", achieved_on="2021-03-03")
	put("Care Episode", child=died, started_on="2019-01-01", ended_on="2022-04-04", reason_ended="E2")
	dates = life_dates([typed, returned, planned, died])
	assert [str(dates[name].adopted) for name in (typed, returned, planned, died)] == [
		"2020-01-05",
		"2020-02-02",
		"2021-03-03",
		"None",
	]
	assert str(dates[died].died) == "2022-04-04"


def test_the_list_is_for_those_who_keep_the_records_and_for_the_auditor():
	roles = {row.role for row in frappe.get_doc("Report", "Records to Erase").roles}
	assert not roles & {"PPOC Administrator", "System Manager", "Social Worker"}
	assert {"Head of Service", "Assistant Director", "PPOC Auditor"} <= roles


def test_who_may_not_see_erasures_sees_the_list_without_them(user_with, set_user):
	child = make_child(date_of_birth="2016-05-01")
	user = user_with("Team Manager")
	grant(user, child.locality)
	with freeze_time("2092-01-01 10:00"):
		frappe.get_doc({"doctype": "Erasure", "child": child.name}).insert()
		assert listed()[child.name]["erasure"]
		with set_user(user):
			assert listed()[child.name]["erasure"] is None

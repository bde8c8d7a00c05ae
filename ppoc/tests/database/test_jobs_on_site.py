"""A change of many rules leaves one job, and a job that runs already is followed by another."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils.background_jobs import get_job, get_queue
from frappe.utils.file_lock import LockTimeoutError
from frappe.utils.synchronization import filelock

from ppoc.tests.factories import make_rule
from ppoc.timescales import nightly

ENTERED = [("Entered care", 10, "Calendar days")]


def waiting() -> list[str]:
	return [str(job_id).split("||")[-1].split(":")[-1] for job_id in get_queue("long").job_ids]


@pytest.fixture
def rules(site: str):
	"""Two rules that are in force, and no job left of making them."""
	rules = [make_rule(ENTERED, ["Review held"]) for _ in range(2)]
	frappe.db.commit()
	get_queue("long").empty()
	return rules


def change(rules: list) -> None:
	for rule in rules:
		rule.reload()
		rule.counts[0].amount += 1
		rule.save()


def test_two_changed_rules_leave_one_pass(rules):
	change(rules)
	assert waiting() == []
	frappe.db.commit()
	assert waiting() == [nightly.JOB]


def test_a_change_while_a_pass_waits_leaves_no_second_one(rules):
	change(rules)
	frappe.db.commit()
	change(rules)
	frappe.db.commit()
	assert waiting() == [nightly.JOB]


def test_a_change_while_a_pass_runs_leaves_another_to_follow(rules):
	change(rules)
	frappe.db.commit()
	job = get_job(nightly.JOB)
	get_queue("long").remove(job)
	job.set_status("started")
	for _ in range(2):
		change(rules)
		frappe.db.commit()
	assert waiting() == [f"{nightly.JOB}_next"]


def test_a_change_that_is_taken_back_leaves_no_pass_and_the_next_one_does(rules, committed):
	change(rules)
	frappe.db.rollback()
	frappe.db.commit()
	assert waiting() == []
	change(rules)
	frappe.db.commit()
	assert waiting() == [nightly.JOB]


def test_a_pass_waits_for_another(site: str, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(nightly, "LONGEST_WAIT", 0.1)
	with filelock(nightly.JOB), pytest.raises(LockTimeoutError):
		nightly.run_pass()
	assert frappe.db.count("Timescale Pass", {"status": "Running"}) == 0

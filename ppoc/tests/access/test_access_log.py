"""The access log records at once who printed and exported what, with the right name and time, as in production."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import frappe
import pytest
from frappe import deferred_insert
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import now_datetime
from freezegun import freeze_time

from ppoc.access import access_log
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.2")


@pytest.fixture(autouse=True)
def _in_use(in_use: Callable[[], None]) -> None:
	in_use()


def last_entry() -> frappe._dict:
	return frappe.get_all(
		"Access Log",
		fields=["user", "owner", "creation", "export_from", "file_type"],
		order_by="creation desc, name desc",
		limit=1,
	)[0]


def entries_of(doctype: str) -> list[frappe._dict]:
	return frappe.get_all("Access Log", {"export_from": doctype}, ["user", "owner", "creation"])


def test_an_export_of_a_list_is_on_the_trail_before_anybody_flushes_anything(
	world: World, set_user: Callable, doors: Doors
) -> None:
	before = now_datetime() - timedelta(seconds=1)
	set_user(world.coordinator)
	doors.call(
		"frappe.desk.reportview.export_query",
		doctype="Child",
		title="Children",
		file_format_type="CSV",
		fields=["`tabChild`.`name`"],
		filters=[],
	)
	(entry,) = entries_of("Child")
	assert (entry.user, entry.owner) == (world.coordinator, world.coordinator)
	assert before <= entry.creation <= now_datetime() + timedelta(seconds=1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_entry_of_a_request_that_only_reads_outlives_its_end(
	world: World, set_user: Callable, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
	set_user(world.coordinator)
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(method=method, path="/"), raising=False)
	committed = []
	monkeypatch.setattr(frappe.db, "commit", lambda: committed.append(last_entry().user))
	make_access_log(doctype="Child", document=world.anna, file_type="PDF")
	assert committed == [world.coordinator]


def test_an_entry_made_during_maintenance_keeps_who_and_when(
	world: World, set_user: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
	with freeze_time("2026-03-02 10:00:00"), set_user(world.coordinator):
		monkeypatch.setitem(frappe.flags, "read_only", True)
		make_access_log(doctype="Child", document=world.anna, file_type="PDF")
		monkeypatch.setitem(frappe.flags, "read_only", False)
	assert entries_of("Child") == []
	with freeze_time("2026-03-02 10:14:00"):
		deferred_insert.save_to_db()
	(entry,) = entries_of("Child")
	assert (entry.user, entry.owner) == (world.coordinator, world.coordinator)
	assert str(entry.creation)[:16] == "2026-03-02 10:00"


def test_a_print_in_a_job_leaves_the_job_one_transaction(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Version 15 commits with the entry, and what the job had locked is free for another worker."""

	def committed() -> None:
		raise AssertionError("the entry of the print committed the job's work")

	access_log.guard()
	monkeypatch.setattr(frappe.db, "commit", committed)
	make_access_log(doctype="ToDo", document="X", file_type="PDF", method="Print")
	(entry,) = frappe.get_all("Access Log", {"reference_document": "X"}, ["file_type", "method", "user"])
	assert (entry.file_type, entry.method, entry.user) == ("PDF", "Print", "Administrator")

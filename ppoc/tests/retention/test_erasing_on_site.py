"""Erasure: never before it is due, never while it is held, by two people, all of it, and nothing of others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from freezegun import freeze_time

from ppoc.access.scopes import CASE_DOCTYPES
from ppoc.exceptions import ErasureError
from ppoc.retention import erasing_database as erasing
from ppoc.retention import files_database as files
from ppoc.retention.api import confirm, standing, withdraw
from ppoc.retention.child_records_database import NOT_ABOUT_ONE_CHILD, records_about
from ppoc.retention.erasing_database import carry_out, finish
from ppoc.retention.names import Finder
from ppoc.retention.names_database import Schema, email_texts
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant
from ppoc.tests.retention.retained import (
	FIRST,
	FULL,
	MARKS,
	Retained,
	ask_for_erasure,
	attach_file,
	office_file,
)

pytestmark = [pytest.mark.requirement("X4.3"), pytest.mark.usefixtures("site")]

IN_2100 = "2100-06-01 10:00"
KEPT_BY_SIBLINGS = "quillfeather"


@pytest.fixture
def two(made: Retained, user_with: Any) -> tuple[str, str]:
	"""A head of service and an assistant director with access to the child."""
	users = user_with("Head of Service"), user_with("Assistant Director")
	for user in users:
		grant(user, made.locality)
	return users


@pytest.fixture
def later() -> Iterator[Any]:
	with freeze_time(IN_2100, tick=True) as clock:
		yield clock


@pytest.fixture(autouse=True)
def job_begins(monkeypatch: pytest.MonkeyPatch) -> None:
	"""A rollback in the job goes back to where the job began, as the rest of the test is in the same transaction."""
	real = frappe.db.rollback

	def back(*, save_point: str | None = None, **_options: Any) -> None:
		real(save_point=save_point or "job_begins")

	monkeypatch.setattr(frappe.db, "rollback", back)


def run_job(erasure: str) -> None:
	frappe.db.savepoint("job_begins")
	carry_out(erasure)
	for error in frappe.get_all("Error Log", {"method": ["like", f"%{erasure}%"]}, pluck="error"):
		print(error)  # pytest shows it if the test fails


def erase(made: Retained, two: tuple[str, str], set_user: Any) -> Any:
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
	with set_user(two[1]):
		confirm(asked.name, made.child)
	run_job(asked.name)
	return frappe.get_doc("Erasure", asked.name)


def standing_texts(marks: tuple[str, ...]) -> list[str]:
	"""Every text of every table of the site's database in which one of the marks stands, whatever the table is."""
	found = []
	for table, columns in Schema().texts.items():
		for mark in marks:
			either = " or ".join(f"lower(`{column}`) like %(mark)s" for column in columns)
			listed = ", ".join(f"`{column}`" for column in columns)
			rows = frappe.db.sql(
				f"select {listed} from `{table}` where {either}", {"mark": f"%{mark.lower()}%"}
			)
			found += [
				f"{table}: {text}" for row in rows for text in row if text and mark.lower() in text.lower()
			]
	return found


def standing_emails() -> list[str]:
	texts = (text for raw in frappe.get_all("Email Queue", pluck="message") for text in email_texts(raw))
	return [text for text in texts if any(mark.lower() in text.lower() for mark in MARKS)]


def standing_files() -> list[str]:
	"""Files of the site whose name or content has one of the marks, unpacked."""
	found = []
	for path in Path(frappe.get_site_path()).rglob("*"):
		if not path.is_file() or "logs" in path.parts or "backups" in path.parts:
			continue
		texts = [path.name, *files.texts_of(path.read_bytes())]
		found += [str(path) for text in texts for mark in MARKS if mark.lower() in text.lower()]
	return found


def test_nothing_is_left_of_the_child_in_any_table_or_file_but_its_number_on_the_certificate(
	made, two, set_user, later
):
	assert len(standing_texts(MARKS)) > 40
	assert standing_emails()
	assert standing_files()
	erased = erase(made, two, set_user)
	assert (erased.status, erased.stopped_because) == ("Erased", None)
	left = standing_texts(MARKS)
	assert [text for text in left if KEPT_BY_SIBLINGS not in text.lower()] == []
	assert all(FIRST.lower() not in text.lower() for text in left)
	assert standing_emails() == []
	assert standing_files() == []
	assert not frappe.db.exists("Child", made.child)
	for text in standing_texts((made.child,)):
		assert text.startswith(
			("tabErasure:", "tabVersion:", "__UserSettings", "ppoc_audit_child:", "tabAudit Entry:")
		), text
	versions = frappe.get_all("Version", {"data": ["like", f"%{made.child}%"]}, pluck="docname")
	assert set(versions) <= {erased.name}


def counts_of_others(made: Retained) -> dict[str, int]:
	return {
		doctype: frappe.db.count(doctype, {"child": ["in", [made.sibling, made.other]]})
		for doctype in ("Case Note", "Panel Decision", "Meeting Discussion")
	}


def test_the_records_of_others_stay_without_the_name_and_the_certificate_says_what_was_done(
	made, two, set_user, later
):
	before = counts_of_others(made)
	erased = erase(made, two, set_user)
	assert frappe.db.exists("Child", made.sibling)
	assert frappe.db.exists("Child", made.other)
	assert counts_of_others(made) == before
	notes = frappe.get_all("Case Note", {"child": ["in", [made.sibling, made.other]]}, pluck="note")
	assert sorted(notes) == [
		"Contact of [erased] and Wilhelmina Quillfeather",
		"Friend of [erased] ([erased])",
	]
	assert (
		frappe.db.get_value("Meeting", made.meeting, "any_other_business")
		== "[erased] likes boats. Otto too."
	)
	request = made.records["Panel Decision of the sibling"]
	assert frappe.db.get_value("Panel Decision", request, "agreed_with") is None
	assert frappe.db.get_value("Sibling Group", made.group, "notes") == "[erased] is the eldest"
	assert frappe.db.exists("Email Queue", {"message": ["like", "%Otto%"]})

	assert (erased.asked_by, erased.confirmed_by) == two
	assert erased.child is None
	assert erased.child_number == made.child
	assert "the age of 75" in erased.rule
	assert str(erased.due_on) == "2091-05-02"
	assert str(erased.backups_until) == "2100-07-01"
	assert erased.files_removed == 3
	assert "Nothing was found" in erased.searched
	counts = {row.kind: row.erased for row in erased.counts}
	assert (counts["Child"], counts["Action"], counts["Email Queue"]) == (1, 2, 1)
	assert not any(mark in frappe.as_json(erased.as_dict()) for mark in MARKS)


def test_the_certificate_is_printed_and_cannot_be_changed_or_deleted(made, two, set_user, later):
	erased = erase(made, two, set_user)
	page = frappe.get_print("Erasure", erased.name, "Erasure Certificate")
	for words in (made.child, "the age of 75", "1 July 2100", "Case Note"):
		assert words in page, words
	with set_user(two[0]):
		erased.update(
			{"erased_on": None, "child_number": "CH-X", "confirmed_by": two[0], "status": "Asked"}
		).save()
		assert frappe.db.get_value("Erasure", erased.name, ["child_number", "status"]) == (
			made.child,
			"Erased",
		)
		with pytest.raises(ErasureError):
			frappe.get_doc("Erasure", erased.name).update({"reason": "other"}).save()
	with pytest.raises(ErasureError):
		frappe.delete_doc("Erasure", erased.name)


def test_a_record_is_never_erased_before_it_is_due(made, two, set_user):
	with (
		freeze_time("2091-05-01 12:00", tick=True),
		set_user(two[0]),
		pytest.raises(ErasureError, match="2 May 2091"),
	):
		ask_for_erasure(made.child)
	with freeze_time("2091-05-02 12:00", tick=True), set_user(two[0]):
		assert ask_for_erasure(made.child).status == "Asked"


def test_a_held_record_is_never_erased(made, two, set_user, later):
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
		hold = frappe.get_doc({"doctype": "Record Hold", "child": made.child, "reason": "Inquiry"}).insert()
	with set_user(two[1]), pytest.raises(ErasureError, match=hold.name):
		confirm(asked.name, made.child)
	with set_user(two[0]):
		hold.update({"lifted_reason": "The inquiry has ended"}).save()
	with set_user(two[1]):
		assert confirm(asked.name, made.child) == "Confirmed"


def test_a_hold_set_after_the_confirmation_still_counts(made, two, set_user, later):
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
	with set_user(two[1]):
		confirm(asked.name, made.child)
	frappe.get_doc({"doctype": "Record Hold", "child": made.child, "reason": "Inquiry"}).insert()
	run_job(asked.name)
	stopped = frappe.get_doc("Erasure", asked.name)
	assert stopped.status == "Stopped"
	assert "Held by" in stopped.stopped_because
	assert frappe.db.exists("Child", made.child)


def test_nothing_is_erased_while_an_inquiry_forbids_it(made, two, set_user, later):
	frappe.get_doc("Retention Settings").update(
		{"erase_nothing": 1, "erase_nothing_reason": "Inquiry X"}
	).save()
	with set_user(two[0]), pytest.raises(ErasureError, match="Inquiry X"):
		ask_for_erasure(made.child)


def test_an_open_disclosure_request_comes_first(made, two, set_user, later):
	values = {
		"child": made.child,
		"received_on": "2100-05-20",
		"asked_by": "Z",
		"relation": "The child or young person",
	}
	request = frappe.get_doc({"doctype": "Disclosure Request", **values}).insert()
	with set_user(two[0]), pytest.raises(ErasureError, match=request.name):
		ask_for_erasure(made.child)


def test_one_person_cannot_ask_and_confirm(made, two, set_user, later):
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
		with pytest.raises(ErasureError, match="Somebody else"):
			confirm(asked.name, made.child)


def test_the_second_person_types_the_right_number(made, two, set_user, later):
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
	with set_user(two[1]), pytest.raises(ErasureError, match="Type the record number"):
		confirm(asked.name, made.other)


def test_forged_fields_confirm_nothing(made, two, set_user, later):
	with set_user(two[0]):
		forged = {
			"status": "Confirmed",
			"asked_by": two[1],
			"confirmed_by": two[1],
			"pending_files": '["/private/files/x"]',
		}
		asked = frappe.get_doc({"doctype": "Erasure", "child": made.child, **forged}).insert()
		assert (asked.status, asked.asked_by, asked.confirmed_by, asked.pending_files) == (
			"Asked",
			two[0],
			None,
			None,
		)
		asked.update(forged).save()
		assert frappe.db.get_value("Erasure", asked.name, ["status", "asked_by"]) == ("Asked", two[0])


def test_the_form_says_at_once_why_a_record_must_stay(made, two, user_with, set_user):
	with freeze_time("2091-05-01 10:00"), set_user(two[0]):
		assert "It may be erased from 2 May 2091 on." in standing(made.child)["obstacles"]
	with freeze_time("2091-05-02 10:00"), set_user(two[0]):
		assert standing(made.child)["obstacles"] == []
	manager = user_with("Team Manager")
	grant(manager, made.locality)
	with set_user(manager), pytest.raises(frappe.PermissionError):
		standing(made.child)


@pytest.mark.parametrize("role", ["Team Manager", "Social Worker", "PPOC Auditor", "PPOC Administrator"])
def test_other_roles_erase_nothing(made, user_with, set_user, later, role):
	user = user_with(role)
	grant(user, made.locality)
	with set_user(user), pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
		ask_for_erasure(made.child)


def test_who_does_not_see_the_child_neither_asks_nor_confirms(made, two, user_with, set_user, later):
	stranger = user_with("Head of Service")
	with set_user(stranger), pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
		ask_for_erasure(made.child)
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		confirm(asked.name, made.child)


def test_it_is_asked_once_and_may_be_withdrawn(made, two, set_user, later):
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
		with pytest.raises(ErasureError, match="already"):
			ask_for_erasure(made.child)
		assert withdraw(asked.name) == "Withdrawn"
	with set_user(two[1]), pytest.raises(ErasureError, match="Withdrawn"):
		confirm(asked.name, made.child)
	run_job(asked.name)
	assert frappe.db.exists("Child", made.child)


def test_a_file_of_somebody_elses_record_that_names_the_child_stops_it(made, two, set_user, later):
	file = attach_file("Meeting", made.meeting, "minutes.docx", office_file(*FULL.split()))
	path = Path(frappe.get_site_path(*file.file_url.strip("/").split("/")))
	made.paths.append(path)
	stopped = erase(made, two, set_user)
	assert stopped.status == "Stopped"
	assert made.meeting in stopped.stopped_because
	assert FIRST not in stopped.stopped_because
	assert frappe.db.exists("Child", made.child)
	frappe.delete_doc("File", file.name)
	path.unlink(missing_ok=True)
	with set_user(two[1]):
		confirm(stopped.name, made.child)
	run_job(stopped.name)
	assert frappe.db.get_value("Erasure", stopped.name, "status") == "Erased"


def test_a_file_that_another_record_uses_too_stays(made, two, set_user, later):
	shared = attach_file("Case Note", made.records["Case Note"], "leaflet.txt", b"how to get there")
	attach_file("Meeting", made.meeting, "leaflet.txt", b"how to get there")
	path = Path(frappe.get_site_path(*shared.file_url.strip("/").split("/")))
	made.paths.append(path)
	assert erase(made, two, set_user).status == "Erased"
	assert path.exists()


def of_the_transaction() -> list[str]:
	"""The texts that a rollback brings back; the search index is made anew, and the error itself was logged."""
	return [
		text for text in standing_texts(MARKS) if not text.startswith(("__global_search", "tabError Log"))
	]


def test_an_error_in_the_middle_leaves_everything(made, two, set_user, later, monkeypatch):
	def fail(*_arguments: Any) -> None:
		raise RuntimeError

	monkeypatch.setattr(erasing, "_certify", fail)
	with set_user(two[0]):
		asked = ask_for_erasure(made.child)
	with set_user(two[1]):
		confirm(asked.name, made.child)
	before = of_the_transaction()
	run_job(asked.name)
	stopped = frappe.get_doc("Erasure", asked.name)
	assert stopped.status == "Stopped"
	assert "Nothing was erased" in stopped.stopped_because
	assert of_the_transaction() == before
	assert all(Path(path).exists() for path in made.paths)


def test_a_kill_before_the_files_are_gone_is_made_good(made, two, set_user, later, monkeypatch):
	monkeypatch.setattr(erasing, "finish", lambda _name: None)  # the job ends here
	stopped = erase(made, two, set_user)
	assert stopped.status == "Removing files"
	assert len(json.loads(stopped.pending_files)) == 3
	assert all(Path(path).exists() for path in made.paths)
	Path(made.paths[0]).unlink()  # it had come so far
	monkeypatch.undo()
	from ppoc.retention.nightly import look_again

	look_again()
	done = frappe.get_doc("Erasure", stopped.name)
	assert (done.status, done.pending_files) == ("Erased", None)
	assert not any(Path(path).exists() for path in made.paths)
	finish(done.name)  # a second time
	carry_out(done.name)


def test_what_was_merged_into_the_child_goes_with_it_and_not_alone(made, two, set_user, later):
	put(
		"Child", name="CH-TWIN", first_name=FIRST, last_name="Featherquill", child_id="ZZ700700",
		locality=made.locality, full_name=f"{FIRST} Featherquill", merged_into=made.child, date_of_birth="2016-05-01",
	)  # fmt: skip
	with set_user(two[0]), pytest.raises(ErasureError, match="merged into"):
		ask_for_erasure("CH-TWIN")
	erased = erase(made, two, set_user)
	assert erased.status == "Erased"
	assert {row.kind: row.erased for row in erased.counts}["Child"] == 2
	assert standing_texts(("Featherquill", "ZZ700700")) == []


def test_the_last_of_a_sibling_group_takes_it_along(made, two, set_user, later):
	frappe.db.set_value("Child", made.sibling, "sibling_group", None)
	erase(made, two, set_user)
	assert not frappe.db.exists("Sibling Group", made.group)


def test_a_namesake_keeps_the_name(made, two, set_user, later):
	namesake = put(
		"Child", first_name=FIRST, last_name="Quillfeather", full_name=FULL, child_id="NN700700"
	).name
	erased = erase(made, two, set_user)
	assert erased.status == "Erased"
	assert frappe.db.get_value("Child", namesake, "full_name") == FULL
	assert "same name" in erased.searched


def test_every_case_record_is_found_by_some_way_or_is_about_nobody(made):
	"""Fails when a new case record is about a child in a way that nothing here follows."""
	found = set(records_about(made.child, shared=True))
	assert set(CASE_DOCTYPES) - found - set(NOT_ABOUT_ONE_CHILD) <= {"Disclosure Request", "Data Complaint"}
	from ppoc.children.duplicates.reading import links_to

	linked = {doctype for doctype, _column in links_to("Child")}
	assert {"Disclosure Request", "Data Complaint"} <= linked
	assert not found & set(NOT_ABOUT_ONE_CHILD)


def test_the_finder_of_the_test_finds():
	assert Finder([FULL]).finds(f"x {FULL} y")

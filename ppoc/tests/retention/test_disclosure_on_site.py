"""Disclosure requests and complaints: their steps and dates, and the bundle, whole and blacked out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from ppoc.access.scopes import CASE_DOCTYPES
from ppoc.exceptions import DisclosureError, RecordHoldError, RetentionSettingsError
from ppoc.retention import papers_database as papers
from ppoc.retention.api import black_out, download, preview
from ppoc.retention.bundle_database import NOT_ITS_DATA, bundle_of
from ppoc.retention.child_records_database import records_about
from ppoc.retention.nightly import look_again
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_child
from ppoc.tests.papers import pages_of
from ppoc.tests.retention.retained import FULL, Retained, attach_file

pytestmark = [pytest.mark.requirement("X4.3"), pytest.mark.usefixtures("site")]

CHILD, IDENTITY, SCOPE = "The child or young person", "Identity", "Scope"


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
	with freeze_time("2026-10-20 10:00", tick=True) as clock:
		yield clock


def ask(child: str | None = None, **values: Any) -> Any:
	request = {"received_on": "2026-10-01", "asked_by": "Robin Ash", "relation": CHILD, **values}
	return frappe.get_doc(
		{"doctype": "Disclosure Request", "child": child or make_child().name, **request}
	).insert()


def test_a_request_shows_its_date_and_how_it_was_worked_out():
	request = ask()
	assert (str(request.due_on), request.status) == ("2026-11-02", "In hand")
	assert request.explanation == (
		"Received on 1 October 2026. One month from 1 October 2026: 1 November 2026."
		" That is not a working day, so it is due on 2 November 2026."
	)


def test_each_question_moves_the_date_and_the_state():
	request = ask(questions=[{"about": IDENTITY, "asked_on": "2026-10-02"}])
	assert (request.status, request.due_on) == ("Waiting for identity", None)
	request.questions[0].settled_on = "2026-10-06"
	request.append("questions", {"about": SCOPE, "asked_on": "2026-10-12"})
	request.save()
	assert (request.status, request.due_on) == ("Clock stopped", None)
	request.questions[1].settled_on = "2026-10-14"
	request.save()
	assert (request.status, str(request.due_on)) == ("In hand", "2026-11-09")


def test_the_bank_holidays_of_the_childs_nation_count():
	request = ask(received_on="2026-07-03")
	scotland = make_child()
	frappe.db.set_value("Locality", scotland.locality, "nation", "Scotland")
	frappe.clear_document_cache("Locality", scotland.locality)
	from ppoc.tests.factories import make_locality, make_team

	there = make_team(locality=make_locality(nation="Scotland").name)
	assert str(request.due_on) == "2026-08-03"
	assert str(ask(make_child(team=there.name).name, received_on="2026-07-03").due_on) == "2026-08-04"


def test_nightly_the_days_go_on(day):
	request = ask(questions=[{"about": SCOPE, "asked_on": "2026-10-12"}])
	day.move_to("2026-10-30 06:00")
	look_again()
	assert frappe.db.get_value("Disclosure Request", request.name, "status") == "Clock stopped"


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"received_on": "2026-10-21"}, "in the future"),
		({"questions": [{"about": SCOPE, "asked_on": "2026-09-30"}]}, "before the request came"),
		({"extended_on": "2026-10-10"}, "Say why it takes longer"),
		({"closed_as": "Refused"}, "Say why and when"),
		({"redactions": [{"kind": "Words everywhere", "reason": "Another person"}]}, "does not say what"),
		({"redactions": [{"kind": "A field", "record": "x", "reason": "Another person"}]}, "which field"),
		({"sent_on": "2026-10-20", "sent_how": "Post"}, "where it was searched"),
	],
)
def test_a_step_that_cannot_be_is_refused_with_what_is_missing(values, words):
	with pytest.raises((DisclosureError, frappe.MandatoryError), match=words):
		ask(**values)


def send(request: Any, **values: Any) -> Any:
	request.append("searches", {"place": "This app", "searched_on": "2026-10-19"})
	request.update({"third_parties_checked": 1, "sent_on": "2026-10-20", "sent_how": "By hand", **values})
	return request.save()


def test_nothing_is_sent_before_identity_search_and_reading():
	request = ask(questions=[{"about": IDENTITY, "asked_on": "2026-10-02"}])
	with pytest.raises(DisclosureError, match="identity"):
		send(request)
	request = ask()
	with pytest.raises(DisclosureError, match="third parties"):
		send(request, third_parties_checked=0)


def test_what_was_sent_stays_on_record():
	request = send(ask())
	assert request.status == "Sent"
	assert request.sent_by == "Administrator"
	assert request.sent_digest == papers.digest(papers.data(request))
	request.reload()
	request.save()  # nothing changed
	with pytest.raises(DisclosureError, match="answered"):
		request.append(
			"redactions", {"kind": "Words everywhere", "words": "x", "reason": "Adoption"}
		).parent_doc.save()
	with pytest.raises(DisclosureError):
		frappe.delete_doc("Disclosure Request", request.name)


def test_a_forged_fingerprint_is_not_kept():
	assert ask(sent_digest="forged", sent_by="Guest", status="Sent", due_on="2030-01-01").sent_digest is None


def test_every_record_about_the_child_is_in_the_bundle_and_none_of_others(made):
	bundle = bundle_of(made.child)
	there = {(entry.record_type, entry.name) for entry in bundle.entries}
	for doctype, names in records_about(made.child, shared=True).items():
		if doctype not in NOT_ITS_DATA:
			assert {(doctype, name) for name in names} <= there
	kinds = {entry.record_type for entry in bundle.entries}
	assert kinds - set(CASE_DOCTYPES) == {"Deleted Document"}
	assert not {name for _kind, name in there} & {made.sibling, made.other}
	text = "\n".join(bundle.texts())
	assert "Friend of" not in text
	assert "Otto" not in text
	for words in (
		"Once Zebedee",
		"rang",
		"Ring Zebedee",
		"Full name: – → Zebedee",
		"letter.docx",
		"no legal status",
	):
		assert words in text, words


def test_a_new_kind_of_record_is_disclosed_from_its_first_day_on(made):
	"""A field of a DocType becomes a link to Child, as an administrator could add one: nothing in the code names it."""
	put("DocField", parent="Note", parenttype="DocType", fieldname="title", fieldtype="Link", options="Child")
	put("Note", title=made.child, content="wants to see the sea")
	assert "wants to see the sea" in "\n".join(bundle_of(made.child).texts())


def marked(made: Retained) -> Any:
	frappe.db.set_value(
		"Case Note", made.records["Case Note"], "note", "Uncle Bob Oakhurst and aunt Cleo came"
	)
	request = ask(made.child)
	rows = [
		{"kind": "Words everywhere", "words": "bob  oakhurst", "reason": "Another person"},
		{"kind": "A field", "record_type": "Permanence Plan", "record": made.records["Permanence Plan"],
		 "field": "progress", "reason": "Serious harm"},
		{"kind": "A record", "record_type": "Flag", "record": made.records["Flag"], "reason": "Legal advice"},
	]  # fmt: skip
	black_out(request.name, str(request.modified), json.dumps(rows))
	return frappe.get_doc("Disclosure Request", request.name)


def test_what_is_black_is_neither_in_the_pdf_nor_in_its_metadata_nor_in_the_data(made):
	frappe.db.set_value("Permanence Plan", made.records["Permanence Plan"], "progress", "Harmful sentence")
	request = marked(made)
	pdf = papers.pdf(request)
	text = " ".join(pages_of(pdf))
	reader = PdfReader(io.BytesIO(pdf))
	data = papers.data(request).decode()
	for secret in ("Oakhurst", "oakhurst", "Harmful sentence", made.records["Flag"]):
		assert secret not in text
		assert secret not in data
		assert secret not in repr(reader.metadata) + repr(reader.xmp_metadata)
		assert secret.encode() not in pdf
		assert secret not in "".join(_streams(reader))
	assert "Uncle █████ and aunt Cleo came" in text
	assert "Uncle █████ and aunt Cleo came" in data
	assert "Records left out whole: 1." in text
	assert json.loads(data)["records_left_out"] == 1
	assert FULL in text
	assert "Page 1 of" in text  # the running head is there, and with it the app's style sheet


def _streams(reader: PdfReader) -> Iterator[str]:
	"""Everything in the PDF, unpacked, as somebody who looks under the black would see it."""
	from pypdf.generic import StreamObject

	for generation in reader.xref.values():
		for number in generation:
			found = reader.get_object(number)
			if isinstance(found, StreamObject):
				yield found.get_data().decode("latin-1")
			else:
				yield repr(found)


def test_the_archive_has_pdf_data_and_the_files_that_are_sent(made):
	secret = attach_file("Child", made.child, "Bob Oakhurst.txt", b"secret letter")
	made.paths.append(frappe.get_site_path(*secret.file_url.strip("/").split("/")))
	request = ask(made.child)
	rows = [{"kind": "A file", "record_type": "Child", "record": secret.name, "reason": "Another person"}]
	black_out(request.name, str(request.modified), json.dumps(rows))
	with zipfile.ZipFile(
		io.BytesIO(papers.archive(frappe.get_doc("Disclosure Request", request.name)))
	) as packed:
		names = packed.namelist()
		contents = b"".join(packed.read(name) for name in names)
	assert f"{request.name}.pdf" in names
	assert f"{request.name}.json" in names
	assert any(name.startswith("files/") and name.endswith("note.txt") for name in names)
	assert b"secret letter" not in contents
	assert "Oakhurst" not in " ".join(names)


def test_the_preview_shows_what_is_sent_and_proposes_other_childrens_names(made):
	make_child(first_name="Bob", last_name="Oakhurst")
	frappe.db.set_value(
		"Case Note", made.records["Case Note"], "note", "Bob Oakhurst <script>alert(1)</script>"
	)
	request = ask(made.child)
	shown = preview(request.name)
	assert shown["proposals"] == ["Bob Oakhurst"]
	assert "<script>" not in shown["html"]
	assert f'data-record="{made.child}"' in shown["html"]
	row = {"kind": "Words everywhere", "words": "Bob Oakhurst", "reason": "Another person"}
	black_out(request.name, str(request.modified), json.dumps([row]))
	shown = preview(request.name)
	assert shown["proposals"] == []
	assert "Oakhurst" not in shown["html"]
	assert "Oakhurst" in preview(request.name, blacked=0)["html"]


def test_blacking_out_on_an_old_state_is_refused(made):
	request = ask(made.child)
	seen = str(request.modified)
	row = json.dumps([{"kind": "Words everywhere", "words": "x", "reason": "Adoption"}])
	black_out(request.name, seen, row)
	with pytest.raises(DisclosureError, match="changed"):
		black_out(request.name, seen, row)


@pytest.mark.parametrize("role", ["Business Support", "Legal Adviser", "Social Worker", "PPOC Administrator"])
def test_the_bundle_is_not_for_every_role(made, user_with, set_user, role):
	request = ask(made.child)
	user = user_with(role)
	grant(user, made.locality)
	with set_user(user):
		for call in (preview, download):
			with pytest.raises(frappe.PermissionError):
				call(request.name)


def test_the_bundle_of_a_hidden_child_is_for_nobody(made, user_with, set_user):
	request = ask(made.child)
	stranger = user_with("Head of Service")
	with set_user(stranger), pytest.raises(frappe.PermissionError):
		preview(request.name)


def test_a_download_is_on_record(made, user_with, set_user):
	request = ask(made.child)
	user = user_with("Head of Service")
	grant(user, made.locality)
	with set_user(user):
		download(request.name, "Data")
	assert frappe.local.response.filename == f"{request.name}.json"
	assert FULL in frappe.local.response.filecontent.decode()
	assert frappe.db.exists("Access Log", {"user": user, "reference_document": request.name})


def complain(**values: Any) -> Any:
	row = {"received_on": "2026-09-20", "complainant": "Robin Ash", "complaint": "Wrong address", **values}
	return frappe.get_doc({"doctype": "Data Complaint", "child": make_child().name, **row}).insert()


def test_a_complaint_is_acknowledged_in_30_days_and_answered():
	complaint = complain()
	assert (str(complaint.due_on), complaint.status) == ("2026-10-20", "Received")
	assert "30 days end on 20 October 2026" in complaint.explanation
	complaint.update({"acknowledged_on": "2026-09-21"}).save()
	assert complaint.status == "Acknowledged"
	outcome = {"outcome": "Upheld", "outcome_told_on": "2026-10-19", "outcome_details": "Corrected"}
	with pytest.raises(DisclosureError, match="Information Commission"):
		complaint.update(outcome).save()
	complaint.reload()
	complaint.update({**outcome, "commission_named": 1}).save()
	assert complaint.status == "Answered"


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"received_on": "2026-10-21"}, "between the day of receipt and today"),
		({"acknowledged_on": "2026-09-01"}, "between the day of receipt and today"),
		({"outcome": "Upheld"}, "when the person was told"),
		({"outcome": "Upheld", "outcome_told_on": "2026-10-01"}, "what was decided"),
	],
)
def test_a_complaint_with_gaps_is_refused(values, words):
	with pytest.raises(DisclosureError, match=words):
		complain(**values)


def test_a_complaint_names_a_request_about_the_same_child():
	with pytest.raises(DisclosureError, match="about this child"):
		complain(disclosure_request=ask().name)


def test_settings_may_be_longer_than_the_law_asks_and_never_shorter():
	settings = frappe.get_doc("Retention Settings")
	settings.update({"birthday": 80, "adoption_years": 110, "backup_days": 90}).save()
	for field, value in (("birthday", 74), ("death_years", 14), ("adoption_years", 99), ("backup_days", 0)):
		with pytest.raises(RetentionSettingsError):
			frappe.get_doc("Retention Settings").update({field: value}).save()
	with pytest.raises((RetentionSettingsError, frappe.MandatoryError)):
		frappe.get_doc("Retention Settings").update({"erase_nothing": 1}).save()


def test_a_hold_is_lifted_with_a_reason_and_never_undone():
	hold = frappe.get_doc(
		{"doctype": "Record Hold", "child": make_child().name, "reason": "Inquiry"}
	).insert()
	assert hold.status == "Held"
	hold.update({"reason": "other", "held_by": "Guest"}).save()
	assert (hold.reason, hold.held_by) == ("Inquiry", "Administrator")
	hold.update({"lifted_reason": "Ended"}).save()
	assert (hold.status, hold.lifted_by) == ("Ended", "Administrator")
	hold.update({"lifted_reason": "", "lifted_on": None}).save()
	assert hold.status == "Ended"
	with pytest.raises(RecordHoldError):
		frappe.delete_doc("Record Hold", hold.name)
	with pytest.raises(RecordHoldError, match="today or a later day"):
		frappe.get_doc(
			{"doctype": "Record Hold", "child": make_child().name, "reason": "x", "held_until": "2026-10-19"}
		).insert()

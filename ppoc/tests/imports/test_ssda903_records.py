"""A return loaded into the records: what is written, what is left alone, and for whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import frappe
import pytest

from ppoc.imports.findings import Severity
from ppoc.imports.registry import KINDS, Order, Prepared
from ppoc.imports.uploads import UploadedFile
from ppoc.patches import care_facts_are_codes
from ppoc.tests import factories
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	adoption,
	episode,
	header,
	permanence,
	review,
	uploads,
)

pytestmark = pytest.mark.requirement("X2.1")

EPISODES = [episode("03/05/2024", "10/09/2025", "X1"), episode("10/09/2025", RNE="L", LS="C1")]


@pytest.fixture
def team(site: str) -> Any:
	return factories.make_team()


@pytest.fixture
def prepare(team: Any) -> Callable[..., Prepared]:
	def prepare(
		user: str = "Administrator", kind: str = "SSDA903 return", agree: bool = False, **tables: Any
	) -> Prepared:
		files = tables.pop("files", None) or uploads(**tables)
		order = Order(kind, files, user, TODAY, team.locality, team.name)
		prepared = KINDS[kind].prepare_order(order)
		if not agree:
			return prepared
		agreed = {removal.child_id: [*removal.sentences] for removal in prepared.removals}
		return KINDS[kind].prepare_order(replace(order, agreed=agreed))

	return prepare


@pytest.fixture
def load(prepare: Callable[..., Prepared]) -> Callable[..., Prepared]:
	def load(**tables: Any) -> Prepared:
		prepared = prepare(**tables)
		prepared.write("IMP-test", lambda done, total: None)
		return prepared

	return load


def child(child_id: str = "0001") -> Any:
	return frappe.get_doc("Child", {"child_id": child_id, "merged_into": ["is", "not set"]})


def history(name: str) -> list[str]:
	filters = {"reference_doctype": "Child", "reference_name": name, "comment_type": "Info"}
	return frappe.get_all("Comment", filters=filters, pluck="content", order_by="creation asc")


def test_new_child_with_episodes_and_events(load: Callable[..., Prepared], team: Any):
	prepared = load(
		episodes=EPISODES,
		reviews=[review("01/07/2025")],
		adoptions=[adoption("01/09/2025")],
		previous=[permanence("P2", LA_PERM="999", DATE_PERM="zz/05/2020")],
	)
	assert (prepared.clean, prepared.new, prepared.changed) == (1, 1, 0)
	held = child()
	assert (held.full_name, held.locality, held.team) == ("Child 0001", team.locality, team.name)
	assert (held.sex, held.ethnicity, held.upn) == ("Female", "WBRI", "A123456789012")
	assert (held.legal_status, held.looked_after, held.on_full_care_order) == ("C1", 1, 0)
	assert str(held.care_started_on) == "2024-05-03"
	assert held.potential == "Not yet categorised"
	episodes = frappe.get_all(
		"Care Episode",
		{"child": held.name},
		["started_on", "legal_status", "import_run"],
		order_by="started_on",
	)
	assert [(str(e.started_on), e.legal_status, e.import_run) for e in episodes] == [
		("2024-05-03", "V2", "IMP-test"),
		("2025-09-10", "C1", "IMP-test"),
	]
	events = frappe.get_all(
		"Care Event", {"child": held.name}, ["event_type", "event_date"], order_by="event_date"
	)
	assert [(e.event_type, str(e.event_date)) for e in events] == [
		("Previous permanence", "2020-05-01"),
		("Entered care", "2024-05-03"),
		("Review held", "2025-07-01"),
		("Decision to place for adoption", "2025-09-01"),
		("Interim care order made", "2025-09-10"),
	]
	assert history(held.name) == [
		"IMP-test: Created from the SSDA903 return with 2 episode(s), 1 review(s), adoption decisions, "
		"previous permanence"
	]


def test_every_type_of_event_is_there_from_the_start(site: str):
	from ppoc.imports.ssda903.events import EVENT_TYPES

	assert set(EVENT_TYPES) <= set(frappe.get_all("Care Event Type", pluck="name"))


def test_loading_twice_changes_nothing(load: Callable[..., Prepared]):
	tables: dict[str, Any] = {
		"episodes": EPISODES,
		"reviews": [review("01/07/2025")],
		"adoptions": [adoption("01/09/2025")],
		"previous": [permanence("P2", LA_PERM="999", DATE_PERM="zz/05/2020")],
	}
	load(**tables)
	before = child().modified
	again = load(**tables)
	assert (again.new, again.changed, again.unchanged, again.records) == (0, 0, 1, 0)
	assert child().modified == before
	assert len(history(child().name)) == 1


def test_corrected_return_changes_what_differs_and_says_so(load: Callable[..., Prepared]):
	load(episodes=EPISODES, reviews=[review("01/07/2025")])
	name = child().name
	kept = frappe.get_all("Care Episode", {"child": name}, ["name", "started_on"], order_by="started_on")
	again = load(
		episodes=[EPISODES[0], EPISODES[1] | {"LS": "C2"}], reviews=[review("02/07/2025")], agree=True
	)
	assert (again.new, again.changed, again.unchanged) == (0, 1, 0)
	held = child()
	assert (held.name, held.on_full_care_order, held.legal_status) == (name, 1, "C2")
	after = frappe.get_all("Care Episode", {"child": name}, ["name", "legal_status"], order_by="started_on")
	assert [(e.name, e.legal_status) for e in after] == [(kept[0].name, "V2"), (kept[1].name, "C2")]
	assert (
		"Episode of 10 September 2025: legal status Interim care order → Full care order" in history(name)[-1]
	)
	reviews = frappe.get_all("Care Event", {"child": name, "event_type": "Review held"}, pluck="event_date")
	assert [str(day) for day in reviews] == ["2025-07-02"]


def test_changes_are_on_the_audit_trail(load: Callable[..., Prepared]):
	load(episodes=EPISODES)
	name = child().name
	changed = frappe.get_all("Care Episode", {"child": name, "legal_status": "C1"}, pluck="name")[0]
	gone = frappe.get_all("Care Episode", {"child": name, "legal_status": "V2"}, pluck="name")[0]
	load(episodes=[EPISODES[1] | {"LS": "C2"}, episode("01/02/2024", "10/09/2025", "X1")], agree=True)
	version = frappe.get_all("Version", {"ref_doctype": "Care Episode", "docname": changed}, pluck="data")
	assert json.loads(version[0])["changed"] == [["legal_status", "C1", "C2"]]
	on_child = frappe.get_all("Version", {"ref_doctype": "Child", "docname": name}, pluck="data")
	assert ["legal_status", "C1", "C2"] in json.loads(on_child[0])["changed"]
	deleted = frappe.get_doc("Deleted Document", {"deleted_doctype": "Care Episode", "deleted_name": gone})
	assert json.loads(deleted.data)["started_on"] == "2024-05-03"
	assert not frappe.db.exists("Care Episode", gone)


def test_hostile_text_is_harmless_in_the_history(load: Callable[..., Prepared]):
	load()
	load(headers=[header(ETHNIC="<SCRIPT>X</SCRIPT>")])
	assert "<SCRIPT" not in "".join(history(child().name))
	assert "&lt;SCRIPT&gt;" in "".join(history(child().name))


def test_child_that_is_absent_stays_as_it_is(load: Callable[..., Prepared]):
	load(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[*EPISODES, episode("01/06/2025", CHILD="0002")],
	)
	load(episodes=EPISODES)
	assert child("0002").looked_after == 1


def test_facts_typed_by_hand_stay(load: Callable[..., Prepared], team: Any):
	factories.make_child(child_id="0001", team=team.name, legal_status="E1", care_facts_by_hand=1)
	load(episodes=EPISODES)
	assert child().legal_status == "E1"
	assert frappe.db.count("Care Episode", {"child": child().name}) == 2


def test_children_out_of_sight_are_left_alone_and_only_counted(
	load: Callable[..., Prepared], prepare: Callable[..., Prepared], team: Any, user_with: Callable[..., str]
):
	elsewhere = factories.make_child(child_id="0002")
	loader = user_with("Performance Officer")
	factories.grant(loader, team.locality)
	tables: dict[str, Any] = {
		"headers": [header(), header(CHILD="0002", UPN="UN1", ETHNIC="CHNE")],
		"episodes": [*EPISODES, episode("01/06/2025", CHILD="0002")],
		"previous": [permanence("Z1"), permanence("Z1", CHILD="0002")],
	}
	prepared = prepare(user=loader, **tables)
	assert (prepared.clean, prepared.new, prepared.hidden) == (1, 1, 1)
	assert [finding for finding in prepared.findings if finding.child == "0002"] == []
	assert elsewhere.name not in str(prepared.findings)
	frappe.set_user(loader)
	prepared.write("IMP-test", lambda done, total: None)
	frappe.set_user("Administrator")
	assert child("0002").ethnicity == elsewhere.ethnicity
	assert child("0001").owner == loader


def test_rows_of_a_merged_record_are_not_loaded(load: Callable[..., Prepared], team: Any):
	kept = factories.make_child(team=team.name)
	merged = factories.make_child(child_id="0001", team=team.name)
	frappe.db.set_value("Child", merged.name, "merged_into", kept.name)
	prepared = load()
	assert (prepared.new, prepared.changed) == (0, 0)
	(finding,) = [finding for finding in prepared.findings if finding.child == "0001"]
	assert finding.severity is Severity.WARNING
	assert kept.name in finding.message


@pytest.mark.requirement("X2.6")
def test_same_child_under_another_id_is_noticed(prepare: Callable[..., Prepared], team: Any):
	other = factories.make_child(child_id="OTHER-7", team=team.name, upn="A123456789012")
	prepared = prepare()
	(finding,) = [finding for finding in prepared.findings if finding.child == "0001"]
	assert finding.severity is Severity.WARNING
	assert f"UPN as OTHER-7 ({other.name})" in finding.message
	assert (prepared.clean, prepared.warned) == (0, 1)


@pytest.mark.requirement("X2.6")
def test_same_child_out_of_sight_is_noticed_without_being_named(
	prepare: Callable[..., Prepared], team: Any, user_with: Callable[..., str]
):
	other = factories.make_child(child_id="OTHER-7", upn="A123456789012")
	loader = user_with("Performance Officer")
	factories.grant(loader, team.locality)
	(finding,) = [finding for finding in prepare(user=loader).findings if finding.child == "0001"]
	assert "access" in finding.message
	assert "OTHER-7" not in finding.message
	assert other.name not in finding.message


def test_authority_says_which_reasons_mean_which_route(load: Callable[..., Prepared]):
	load(episodes=[episode("01/06/2025", "01/12/2025", "E47", LS="C2")])
	assert frappe.get_doc("Route", child().left_care_by).end_reasons == "E45 E46 E47 E48"


def test_names_file_gives_names(load: Callable[..., Prepared], prepare: Callable[..., Prepared]):
	load()
	text = "SURNAME,CHILD,FORENAME\nInvented,0001,Ada\nNobody,0404,Bo\n"
	names = prepare(kind="Names", files=[UploadedFile("names.csv", text.encode())])
	assert (names.clean, names.refused, names.changed) == (1, 1, 1)
	(refused,) = [finding for finding in names.findings if finding.severity is Severity.REFUSED]
	assert (refused.line, refused.column, refused.child) == (3, "CHILD", "0404")
	names.write("IMP-names", lambda done, total: None)
	assert child().full_name == "Ada Invented"
	again = prepare(kind="Names", files=[UploadedFile("names.csv", text.encode())])
	assert (again.changed, again.unchanged) == (0, 1)


@pytest.mark.requirement("X2.6")
def test_name_that_makes_two_records_alike_is_noticed(
	load: Callable[..., Prepared], prepare: Callable[..., Prepared]
):
	load()
	factories.make_child(
		child_id="OTHER-7", first_name="Ada", last_name="Invented", date_of_birth="2014-05-03", upn=""
	)
	text = "CHILD,FORENAME,SURNAME\n0001,Ada,Invented\n"
	names = prepare(kind="Names", files=[UploadedFile("names.csv", text.encode())])
	(finding,) = [finding for finding in names.findings if finding.severity is Severity.WARNING]
	assert finding.child == "0001"
	assert "Same name and date of birth as OTHER-7" in finding.message
	assert (names.clean, names.warned, names.changed) == (0, 1, 1)


def test_words_that_somebody_types_are_kept_as_their_code(load):
	load(episodes=EPISODES)
	held = child()
	held.update(
		{"care_facts_by_hand": 1, "legal_status": "Full care order", "placement": "With her aunt"}
	).save()
	assert (child().legal_status, child().placement) == ("C2", "With her aunt")


def test_a_migration_puts_codes_in_place_of_words(load):
	load(episodes=EPISODES)
	held = child()
	words = {"legal_status": "Interim care order", "placement": "Lodgings", "ethnicity": "White British"}
	frappe.db.set_value("Child", held.name, words)
	care_facts_are_codes.execute()
	care_facts_are_codes.execute()
	now = child()
	assert (now.legal_status, now.placement, now.ethnicity) == ("C1", "Lodgings", "WBRI")

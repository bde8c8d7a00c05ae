"""Three months under the permanence panel standards: January to March 2027, in a locality and the transition service.

The panel sits every Tuesday in the locality, in two parts, and every Thursday in the transition service. All dates
were worked out by hand from the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import nowdate

from ppoc.decisions.api import gaps_of_meeting, route
from ppoc.exceptions import NotDecidedHereError, RequestNotReadyError, WrongDeciderError
from ppoc.meetings.actions.api import add_action
from ppoc.meetings.authorising_api import authorise_meeting, may_authorise
from ppoc.ppoc.report.pre_proceedings_and_court.pre_proceedings_and_court import execute as tracker
from ppoc.tests.decisions.test_routing import LIST, OVER_THE_LIMIT
from ppoc.tests.end_to_end.council import Place
from ppoc.tests.end_to_end.diary import (
	Diary,
	acting_as,
	attendees,
	children_on,
	close,
	due,
	insert,
	plain,
	printed,
	set_status,
	sittings,
	talk_about,
	to,
	words_of,
	write_update,
)
from ppoc.tests.end_to_end.opening import AT_HOME, MONDAY, Opening, letters_that_name, schedule
from ppoc.tests.papers import pages_of

pytestmark = [pytest.mark.slow(60), pytest.mark.commits]

PACK = "permanence_panel_standards"
PART_1, PART_2 = "Permanence Panel Part 1", "Permanence Panel Part 2"
PLANNING = "Permanence Planning Meeting"
TRANSITION = "Permanence and Transition"
FORM, MINUTES = "Legal consultation form", "Minutes of the permanence planning meeting"
LPM, SECOND, ISSUE = "Legal planning meeting", "Second pre-proceedings", "Issue of proceedings"
CPAT = "Child and parent team assessment before proceedings"
TRACKED = "Pre-proceedings and court"


@dataclass
class World:
	"""A locality and the transition service, with their people (logins), and children by what happens to them."""

	here: Place
	later: Place
	support: str
	social_worker: str
	personal_adviser: str
	director: str
	elder: str
	younger: str
	sudden: str
	progress: str
	kept_close: str
	leaver: str
	elsewhere: str


@pytest.fixture
def world(site: str, user_with: Any) -> World:
	"""Two siblings at home, a child who enters care at once, one in care, a restricted one, and a care leaver."""
	opening = Opening(user_with, PACK, care_started_on="2025-03-03")
	here, later, away = opening.places("ashmere", TRANSITION.lower(), "brackenford")
	frappe.db.set_value("Team", here.team, "service", "Children and Families")
	frappe.db.set_value("Team", later.team, "service", TRANSITION)
	support, _ = opening.person("Briony Desk", "Business Support", places=(here, later))
	opening.person("Lewin Court", "Legal Adviser", places=[here])
	director, _ = opening.person("Astrid Top", "Assistant Director", places=(here, later))
	social_worker, own = opening.person("Sennen Field", "Social Worker")
	personal_adviser, adviser = opening.person("Perran Guide", "Social Worker")
	opening.of_each_child["social_worker"] = own
	elder, younger = opening.siblings(AT_HOME)
	child = opening.child
	return World(
		here, later, support, social_worker, personal_adviser, director, elder, younger,
		sudden=child("Joss", "Haskowick", **AT_HOME),
		progress=child("Della", "Wendoway"),
		kept_close=opening.restricted_child(here.head_address),
		leaver=child("Lorin", "Mottinford", later, social_worker=adviser, date_of_birth="2009-05-01"),
		elsewhere=child("Ferris", "Caldleth", away),
	)  # fmt: skip


@pytest.fixture
def diary(world: World, mails: Any, monkeypatch: Any) -> Iterator[Diary]:
	"""Starts on the first working Monday of the year; the schedules are set up once."""
	with Diary(mails, MONDAY).open(monkeypatch) as diary:
		for forum, place, first, at in (
			(PART_1, world.here, "2027-01-12", "10:00:00"),
			(PART_2, world.here, "2027-01-12", "13:00:00"),
			(PART_1, world.later, "2027-01-21", "10:00:00"),
			(PLANNING, world.here, "2027-01-08", "09:30:00"),
		):
			schedule(world.support, forum, first, at, place, team=place.team if forum == PLANNING else None)
		yield diary


@pytest.mark.requirement(
	"D1.1", "D1.2", "D1.3", "D2.1", "D2.1a", "D2.2", "D2.3", "D3.1", "D4.1", "D4.2", "D4.3", "D5.2", "D5.3", "D7.1",
	"D8.1", "D8.2", "D8.3", "X4.4",
)  # fmt: skip
def test_three_months_by_the_panel_standards(world, diary):
	letters: list[Any] = []
	_the_year_is_proposed(world, diary)
	_adoption_is_sent_to_the_right_door(world)
	requests = _a_legal_planning_meeting_is_asked_for(world, diary, letters)
	_a_contradiction_is_shown_and_settled(world)
	_papers_of_the_transition_service_are_chased(world, diary, letters)
	_a_planning_meeting_comes_before_the_panel(world, diary)
	_part_1_decides_and_its_minutes_show_it(world, diary, requests, letters)
	_part_2_tracks_without_the_social_worker(world, diary, letters)
	_the_chair_is_chased_and_authorises(world, diary, letters)
	_an_emergency_comes_afterwards(world, diary)
	_the_tracker_brings_the_siblings_to_the_next_part_2(world, diary)
	_planning_goes_on_every_six_weeks(world, diary)
	_post(diary, letters, "")
	assert len(letters) > 10
	for name in ("Edda", "Marrinford"):
		assert letters_that_name(name, letters, but_to=[world.here.head_address]) == []
	assert letters_that_name("Caldleth", letters) == []


# chapters


def _the_year_is_proposed(world: World, diary: Diary) -> None:
	diary.go_to("2027-01-05", "08:00")
	for forum in (PART_1, PART_2):
		days = [str(row.meeting_date) for row in sittings(forum, locality=world.here.locality)]
		assert days[:5] == ["2027-01-12", "2027-01-19", "2027-01-26", "2027-02-02", "2027-02-09"]
	days = [str(row.meeting_date) for row in sittings(PART_1, locality=world.later.locality)]
	assert days[:2] == ["2027-01-21", "2027-01-28"]


def _adoption_is_sent_to_the_right_door(world: World) -> None:
	with pytest.raises(NotDecidedHereError, match="Agency decision maker"):
		_ask(world.progress, "Adoption recommendation", by=world.social_worker)
	frappe.db.rollback()


def _a_legal_planning_meeting_is_asked_for(world: World, diary: Diary, letters: list) -> list[str]:
	"""The form says who decides and what is missing; a request without its form is not listed; the worker is told."""
	panel = _sitting(world.here, PART_1, "2027-01-12")
	set_status("Meeting", panel, "Planned", by=world.support)
	with acting_as(world.social_worker):
		said = route({"child": world.elder, "request_type": LPM})
	assert (said["who"], said["missing"]) == ("Permanence Panel", [FORM])
	assert said["agrees_also"] == [SECOND, ISSUE]
	requests = [_ask(child, LPM, by=world.social_worker) for child in (world.elder, world.younger)]
	for name in requests:
		with pytest.raises(RequestNotReadyError, match=FORM):
			_list_for(panel, name, by=world.support)
		frappe.db.rollback()
		_bring_papers(name, by=world.social_worker)
		_list_for(panel, name, by=world.support)
	told = [words_of(letter) for letter in _post(diary, letters, world.social_worker)]
	told = [words for words in told if "child is listed" in words]
	assert len(told) == 2
	for words in told:
		for expected in ("Permanence Panel Part 1", "12/01/2027", "10:00", FORM, "Please write your update"):
			assert expected in words, expected
		assert "Orrelby" not in words
	assert due(world.elder, "Permanency planning meeting before pre-proceedings") == (
		"2027-01-11",
		"Due soon",
	)
	with acting_as(world.here.head_address):
		gaps = gaps_of_meeting(panel)
	assert any("family group conference was offered" in gap for gap in gaps[world.elder])
	return requests


def _a_contradiction_is_shown_and_settled(world: World) -> None:
	"""Row 8 says area manager, row 10 says panel: nobody can decide until the admin has said which row applies."""
	name = _ask(world.progress, CPAT, by=world.social_worker, cost=1500)
	with acting_as(world.social_worker):
		said = route(frappe.get_doc("Panel Decision", name).as_dict(convert_dates_to_str=True))
	assert ["row 8" in line for line in said["conflict"]] == [True, False]
	_bring_papers(name, by=world.social_worker)
	with pytest.raises(RequestNotReadyError, match="contradicts itself"):
		_decide(name, by=world.here.head_address, step="Decided")
	frappe.db.rollback()
	_settle(CPAT, "Row 8: child and parent team assessment over the limit")
	_decide(name, by=world.here.head_address)
	done = frappe.get_doc("Panel Decision", name)
	assert (done.status, done.who_decides, done.meeting) == ("Decided", "Area manager", None)


def _papers_of_the_transition_service_are_chased(world: World, diary: Diary, letters: list) -> None:
	"""7 days before Thursday 21 January is Thursday the 14th; the other services have 2 days."""
	panel = _sitting(world.later, PART_1, "2027-01-21")
	set_status("Meeting", panel, "Planned", by=world.support)
	with acting_as(world.personal_adviser):
		booking = insert("Booking", child=world.leaver, forum=PART_1, what_for="Resilience provision").name
	with acting_as(world.social_worker):
		other = insert("Booking", child=world.progress, forum=PART_1, what_for="A change of school").name
	paper = {"parent": ["in", [booking, other]], "document": MINUTES}
	days = dict(frappe.get_all("Booking Paper", paper, ["parent", "due_on"], as_list=True))
	assert {name: str(day) for name, day in days.items()} == {booking: "2027-01-14", other: "2027-01-10"}
	[listed] = [words_of(one) for one in _post(diary, letters, world.personal_adviser)]
	assert "is listed for Permanence Panel Part 1 on 21/01/2027" in listed
	assert f"{MINUTES}, by 14/01/2027: Sent from the case system to the panel's mailbox" in listed
	with acting_as(world.social_worker):
		doc = frappe.get_doc("Booking", other)
		for row in doc.papers:
			row.received_on = nowdate()
		doc.save()


def _a_planning_meeting_comes_before_the_panel(world: World, diary: Diary) -> None:
	"""Social worker and team manager meet before a panel on pre-proceedings."""
	diary.leap_to("2027-01-08", "09:30")
	meeting = _sitting(world.here, PLANNING, "2027-01-08")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	assert {world.elder, world.younger} <= set(children_on(meeting, by=world.here.manager_address))
	for child in (world.elder, world.younger):
		write_update(meeting, child, world.social_worker, update="Both parents refuse the agreed help.")
		_plan_in_meeting(meeting, child, world.here.manager_address)
	close(meeting, by=world.here.manager_address)
	assert due(world.elder, "Permanency planning meeting before pre-proceedings") == ("2027-01-11", "Met")


def _part_1_decides_and_its_minutes_show_it(
	world: World, diary: Diary, requests: list[str], letters: list
) -> None:
	panel = _sitting(world.here, PART_1, "2027-01-12")
	diary.leap_to("2027-01-11", "10:00")
	set_status("Meeting", panel, "Circulated", by=world.support)
	agenda = [
		words_of(one) for one in _post(diary, letters, world.social_worker) if "Agenda" in words_of(one)
	]
	assert "Tamsin Orrelby" in agenda[0], "the social worker attends part 1 for the own children"
	listed = children_on(panel)
	assert set(listed) == {world.elder, world.younger, world.progress}
	assert abs(listed.index(world.elder) - listed.index(world.younger)) == 1, "siblings side by side"
	assert "Lewin Court" not in attendees(panel), "legal sits in part 1 of the disabled children's panel only"
	paper = printed("Meeting", panel, "Meeting Agenda", by=world.support)
	for words in (
		"Request: Legal planning meeting",
		"Born 1 May 2016",
		"In care since 3 Mar 2025",
		"Legal status: Full care order",
	):
		assert words in paper, words
	for child in (world.elder, world.younger, world.progress):
		write_update(panel, child, world.social_worker, situation="Neglect goes on at home.")
	diary.go_to("2027-01-12", "10:00")
	for child in (world.elder, world.younger, world.progress):
		_panel_on(panel, child, world.support, "To court if the agreement fails.", review_on="2027-02-09")
	_action(
		panel, world.elder, world.support, world.here, "Book the assessment with both parents", "2027-01-22"
	)
	for name in requests:
		_decide(name, by=world.here.head_address, with_it=[SECOND])
	close(panel, by=world.support)
	minutes = printed("Meeting", panel, "Meeting Minutes", by=world.support)
	for words in (
		"Tamsin Orrelby, born 1 May 2016", "Tamsin Orrelby, 01/05/2016, T",
		"manager Mabyn Ashmere", "Neglect goes on at home",
		"To court if the agreement fails",
		"Legal planning meeting Agreed", "Second pre-proceedings Agreed", "Agreed together with Legal planning meeting",
		"Book the assessment with both parents", "22 Jan 2027", "Not yet: due by 14 January 2027, 12:00",
		"09/02/2027",
	):  # fmt: skip
		assert words in minutes, words
	assert "Issue of proceedings" not in minutes
	diary.settle()


def _part_2_tracks_without_the_social_worker(world: World, diary: Diary, letters: list) -> None:
	"""Team managers attend; children without a plan are listed; only the chair sees the restricted child."""
	meeting = _sitting(world.here, PART_2, "2027-01-12")
	set_status("Meeting", meeting, "Planned", by=world.support)
	present = attendees(meeting)
	assert {"Mabyn Ashmere", "Lewin Court", "Hesper Ashmere"} <= present
	assert "Sennen Field" not in present
	assert world.kept_close in children_on(meeting)
	assert world.kept_close not in children_on(meeting, by=world.support)
	assert world.kept_close in children_on(meeting, by=world.here.head_address)
	for child in children_on(meeting, by=world.support):
		_panel_on(meeting, child, world.support, "A plan by the second review.", situation="Settled.")
	close(meeting, by=world.support)
	minutes = printed("Meeting", meeting, "Meeting Minutes", by=world.support)
	assert "Della Wendoway" in minutes
	assert "Marrinford" not in minutes


def _the_chair_is_chased_and_authorises(world: World, diary: Diary, letters: list) -> None:
	"""48 hours after Tuesday noon is Thursday noon; it is overdue on Friday, and escalated two working days later."""
	panel = _sitting(world.here, PART_1, "2027-01-12")
	duty = "Panel decisions authorised"
	diary.go_to("2027-01-14", "09:00")
	assert due(world.elder, duty) == ("2027-01-14", "Due soon")
	_post(diary, letters, world.here.head_address)
	diary.go_to("2027-01-15", "09:00")
	chased = [words_of(one) for one in _post(diary, letters, world.here.head_address)]
	[digest] = [words for words in chased if "Due dates:" in words]
	assert f"{duty} Tamsin Orrelby 14/01/2027 Overdue" in plain(digest)
	late = [words_of(one) for one in to(letters, world.personal_adviser)]
	assert any("Papers for Permanence Panel Part 1 are due" in words for words in late)
	assert any("Papers for Permanence Panel Part 1 are late" in words for words in late)
	diary.go_to("2027-01-18", "09:00")
	further = [words_of(one) for one in _post(diary, letters, world.director)]
	assert any("escalated to you" in words for words in further)
	for meeting in (panel, _sitting(world.here, PART_2, "2027-01-12")):
		with acting_as(world.support):
			assert not may_authorise(meeting)
		with acting_as(world.here.head_address):
			authorise_meeting(meeting, str(frappe.db.get_value("Meeting", meeting, "modified")))
	assert due(world.elder, duty)[1] == "Met late"
	states = frappe.get_all("Panel Decision", {"meeting": panel}, pluck="status")
	assert states == ["Authorised"] * 4, "two legal planning meetings and what was agreed along with each"
	minutes = printed("Meeting", panel, "Meeting Minutes", by=world.support)
	assert "authorised on 18 Jan 2027" in minutes
	assert "Not yet" not in minutes
	_notes_go_out_without_the_restricted_child(world, diary, letters)


def _notes_go_out_without_the_restricted_child(world: World, diary: Diary, letters: list) -> None:
	"""Each attendee's PDF has only the children whom this person may see."""
	tracking = _sitting(world.here, PART_2, "2027-01-12")
	set_status("Meeting", tracking, "Notes issued", by=world.support)
	_post(diary, letters, "")
	papers = {str(one["X-Envelope-To"]): _enclosed(one) for one in letters if "Notes:" in str(one["Subject"])}
	assert {world.here.manager_address, world.here.head_address} <= set(papers)
	for address, text in papers.items():
		assert "Della Wendoway" in text, address
		assert "Marrinford" not in text or address == world.here.head_address


def _enclosed(letter: Any) -> str:
	pdfs = [part.get_content() for part in letter.iter_attachments()]
	return " ".join(page for pdf in pdfs for page in pages_of(pdf))


def _an_emergency_comes_afterwards(world: World, diary: Diary) -> None:
	"""Accommodated on Saturday, agreed outside the panel; the request is listed on Monday for Tuesday's panel."""
	with acting_as(world.here.manager_address):
		child = frappe.get_doc("Child", world.sudden)
		child.update({"looked_after": 1, "legal_status": "V2", "care_started_on": "2027-01-16"})
		child.save()
		insert("Care Event", child=world.sudden, event_type="Entered care", event_date="2027-01-16")
	name = _ask(
		world.sudden, "Accommodation into care", by=world.social_worker,
		emergency=1, emergency_decision="Police protection, then section 20", emergency_decided_by="Duty manager",
		emergency_decided_on="2027-01-16",
	)  # fmt: skip
	asked = frappe.get_doc("Panel Decision", name)
	assert (asked.status, asked.retrospective, asked.missing_documents) == ("Listed", 1, 1)
	assert due(world.sudden, "Emergency accommodation before the panel")[0] == "2027-01-23"
	panel = _sitting(world.here, PART_1, "2027-01-19")
	set_status("Meeting", panel, "Planned", by=world.support)
	diary.go_to("2027-01-19", "10:00")
	talk = {"meeting": panel, "child": world.sudden}
	assert frappe.get_all("Meeting Discussion", talk, pluck="agenda_item") == [
		"Decisions taken in an emergency"
	]
	_panel_on(
		panel, world.sudden, world.support, "The panel agrees.", situation="With carers since Saturday."
	)
	with acting_as(world.support):
		frappe.get_doc("Panel Decision", name).update({"meeting": panel}).save()
	_decide(name, by=world.here.head_address)
	close(panel, by=world.support)
	minutes = printed("Meeting", panel, "Meeting Minutes", by=world.support)
	assert "Decided outside in an emergency: Police protection, then section 20" in minutes
	assert due(world.sudden, "Emergency accommodation before the panel")[1] == "Met"
	with acting_as(world.here.head_address):
		authorise_meeting(panel, str(frappe.db.get_value("Meeting", panel, "modified")))


def _the_tracker_brings_the_siblings_to_the_next_part_2(world: World, diary: Diary) -> None:
	meeting = _sitting(world.here, PART_2, "2027-01-19")
	set_status("Meeting", meeting, "Planned", by=world.support)
	item = {"agenda_item": TRACKED}
	assert set(children_on(meeting, by=world.support, **item)) == {world.elder, world.younger}
	with acting_as(world.support):
		rows = {row["child"]: row for row in tracker()[1]}
	assert set(rows) == {world.elder, world.younger}
	row = rows[world.elder]
	assert (row["stage"], str(row["since"]), row["decided_by"]) == (
		"Pre-proceedings agreed", "2027-01-12", "Permanence Panel",
	)  # fmt: skip
	assert "day on which pre-proceedings began" in row["missing"]
	for child in children_on(meeting, by=world.support):
		_panel_on(
			meeting, child, world.support, "Letter before proceedings goes out.", situation="As before."
		)
	close(meeting, by=world.support)


def _planning_goes_on_every_six_weeks(world: World, diary: Diary) -> None:
	"""20 working days after 16 January is 12 February; 6 weeks after a meeting on 5 February is 19 March."""
	assert due(world.sudden, "First permanency planning meeting")[0] == "2027-02-12"
	diary.leap_to("2027-02-05", "09:30")
	meeting = _sitting(world.here, PLANNING, "2027-02-05")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	assert world.sudden in children_on(meeting, by=world.here.manager_address)
	write_update(meeting, world.sudden, world.social_worker, update="Settled with the carers.")
	_plan_in_meeting(meeting, world.sudden, world.here.manager_address)
	close(meeting, by=world.here.manager_address)
	assert due(world.sudden, "First permanency planning meeting")[1] == "Met"
	assert due(world.sudden, "Further permanency planning meetings")[0] == "2027-03-19"
	# looked at by the panel on 19 January, and in 4 weeks again
	assert due(world.sudden, "Management tracking of the plan")[0] == "2027-02-16"
	with acting_as(world.here.manager_address):
		insert("Care Event", child=world.sudden, event_type="Review held", event_date="2027-02-05")
		insert("Permanence Plan", child=world.sudden, route="Reunification")
	diary.leap_to("2027-02-09", "13:00")
	part_2 = _sitting(world.here, PART_2, "2027-02-09")
	set_status("Meeting", part_2, "Planned", by=world.support)
	tracked = children_on(part_2, by=world.support, agenda_item="Plans due for tracking")
	assert world.sudden in tracked
	assert due(world.sudden, "Reunification considered")[0] == "2027-03-19"
	diary.leap_to("2027-03-19", "09:30")
	meeting = _sitting(world.here, PLANNING, "2027-03-19")
	set_status("Meeting", meeting, "Planned", by=world.here.manager_address)
	assert world.sudden in children_on(meeting, by=world.here.manager_address)
	write_update(meeting, world.sudden, world.social_worker, update="Overnight stays go well.")
	_plan_in_meeting(meeting, world.sudden, world.here.manager_address)
	close(meeting, by=world.here.manager_address)
	assert due(world.sudden, "Further permanency planning meetings")[0] == "2027-04-30"


# every row of the delegation list


@pytest.mark.requirement("D2.1", "D2.1a", "D2.2", "D5.2")
def test_every_row_of_the_delegation_list_is_decided_by_whom_it_names(world, mails, monkeypatch):
	with Diary(mails, "2027-01-12").open(monkeypatch):
		_every_row_is_decided(world)
	decided = set(frappe.get_all("Panel Decision", {"status": "Decided"}, pluck="route_rule"))
	assert decided == {*LIST, *OVER_THE_LIMIT, *OVER_THE_LIMIT.values()}


def _every_row_is_decided(world: World) -> None:
	with acting_as(world.support):
		panel = insert(
			"Meeting",
			forum=PART_1,
			locality=world.here.locality,
			meeting_date="2027-01-12",
			start_time="10:00:00",
		).name
	for name, (values, _who, documents) in LIST.items():
		_a_row_is_decided(world, panel, name, documents, **_as_asked(values))
	for row_8, other in OVER_THE_LIMIT.items():
		refused = _ask(world.progress, _type_of(row_8), by=world.social_worker, cost=1000.01)
		with pytest.raises(RequestNotReadyError, match="contradicts itself"):
			_decide(refused, by=world.here.head_address, step="Decided")
		frappe.db.rollback()
		_settle(_type_of(row_8), row_8)
		_a_row_is_decided(world, panel, row_8, [], cost=1000.01)
		_settle(_type_of(row_8), other)
		_a_row_is_decided(world, panel, other, [FORM], cost=1000.01)


def _a_row_is_decided(world: World, panel: str, rule: str, documents: list[str], **values: Any) -> None:
	row = frappe.get_doc("Delegation Rule", rule)
	name = _ask(world.progress, row.request_type, by=world.social_worker, **values)
	asked = frappe.get_doc("Panel Decision", name)
	assert [paper.document for paper in asked.documents if paper.required] == documents
	by_panel = row.decided_by == "Forum"
	if documents:
		with pytest.raises(RequestNotReadyError, match=documents[0]):
			_list_for(panel, name, by=world.support) if by_panel else _decide(
				name, by=world.here.head_address
			)
		frappe.db.rollback()
		_bring_papers(name, by=world.social_worker)
	if by_panel:
		with pytest.raises(WrongDeciderError, match="List it for a meeting first"):
			_decide(name, by=world.here.head_address, step="Decided")
		frappe.db.rollback()
		_list_for(panel, name, by=world.support)
	else:
		with pytest.raises(WrongDeciderError, match="It needs no meeting"):
			_list_for(panel, name, by=world.support)
		frappe.db.rollback()
	also = [one.request_type for one in row.agrees_also]
	_decide(name, by=world.here.head_address, with_it=also)
	_its_consequences_are_there(world, frappe.get_doc("Panel Decision", name), row, also)
	frappe.db.commit()


def _its_consequences_are_there(world: World, done: Document, row: Document, also: list[str]) -> None:
	assert (done.status, done.route_rule, done.who_decides) == ("Decided", row.name, row.known_as)
	child = world.progress
	carried = frappe.get_all(
		"Panel Decision", {"agreed_with": done.name, "status": "Decided"}, pluck="request_type"
	)
	assert sorted(carried) == sorted(also)
	for one in row.consequences:
		if one.moment != "Agreed":
			continue
		if one.kind == "Tracker":
			assert done.tracker == one.tracker == TRACKED
		elif one.kind == "Event":
			assert frappe.db.exists("Care Event", {"child": child, "event_type": one.event_type})
		elif one.kind == "Plan":
			assert frappe.db.exists("Permanence Plan", {"child": child, "route": one.route})
		else:
			action = {"child": child, "what": one.text, "set_on": "2027-01-12"}
			assert frappe.db.exists("Action", action), one.text


def _as_asked(values: dict[str, Any]) -> dict[str, Any]:
	named = {"policy": "policy_answer"}
	return {named.get(key, key): value for key, value in values.items()}


def _type_of(rule: str) -> str:
	return frappe.db.get_value("Delegation Rule", rule, "request_type")


# what people do


def _sitting(place: Place, forum: str, day: str) -> str:
	[row] = sittings(forum, meeting_date=day, locality=place.locality)
	return row.name


def _ask(child: str, request_type: str, by: str, **values: Any) -> str:
	with acting_as(by):
		asked = {"child": child, "request_type": request_type, "rationale": "As talked through.", **values}
		name = insert("Panel Decision", **asked).name
	frappe.db.commit()
	return name


def _bring_papers(name: str, by: str) -> None:
	with acting_as(by):
		doc = frappe.get_doc("Panel Decision", name)
		for row in doc.documents:
			row.received_on = nowdate() if row.required else None
		doc.save()
	frappe.db.commit()


def _list_for(panel: str, name: str, by: str) -> None:
	with acting_as(by):
		doc = frappe.get_doc("Panel Decision", name)
		if doc.meeting != panel:
			doc.update({"meeting": panel}).save()
		apply_workflow(doc, "List for panel")
	frappe.db.commit()


def _decide(name: str, by: str, with_it: list[str] | None = None, step: str = "") -> None:
	with acting_as(by):
		doc = frappe.get_doc("Panel Decision", name)
		doc.update({"decision": "Agreed", "decision_reason": "It is what the child needs."})
		for request_type in with_it or []:
			doc.append("carried_on", {"request_type": request_type})
		doc.save()
		if step:
			doc.update({"status": step}).save()
		else:
			apply_workflow(doc, "Decide" if doc.status == "Listed" else "Decide on the record")
	frappe.db.commit()


def _settle(request_type: str, rule: str) -> None:
	"""Records, as the authority's admin, which row of the list applies."""
	frappe.get_doc("Request Type", request_type).update({"settled_by": rule}).save()
	frappe.db.commit()


def _panel_on(meeting: str, child: str, by: str, recommendation: str, **answers: str) -> None:
	said = {"recommendation": recommendation, "contingency": "With the aunt.", "progress": "Amber", **answers}
	talk_about(meeting, child, by, **said)
	talk_about(meeting, child, by, state="Done")


def _plan_in_meeting(meeting: str, child: str, by: str) -> None:
	talk_about(
		meeting, child, by, plan="To stay with family.", contingency="With the aunt.", direction="As planned."
	)
	talk_about(meeting, child, by, state="Done")


def _action(meeting: str, child: str, by: str, place: Place, what: str, due_on: str) -> None:
	with acting_as(by):
		add_action(meeting, what, place.worker, due_on, child=child)


def _post(diary: Diary, letters: list, address: str) -> list:
	"""Returns the new emails to one address, and keeps all new emails for the end."""
	fresh = diary.post()
	letters.extend(fresh)
	return to(fresh, address)

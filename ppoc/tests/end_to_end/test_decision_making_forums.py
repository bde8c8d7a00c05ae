"""Three months of an authority's decision-making forums: January to March 2027, with every forum of the overview.

The forums are held for the whole authority, which has two localities. All dates were worked out by hand from the
source and the calendar of 2027.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import frappe
import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from ppoc.decisions.api import route
from ppoc.exceptions import BookingRefusedError
from ppoc.meetings.bookings.api import coming, take_step
from ppoc.tests.end_to_end.council import Place
from ppoc.tests.end_to_end.diary import (
	Diary,
	acting_as,
	children_on,
	close,
	due,
	insert,
	printed,
	set_status,
	sitting,
	sittings,
	talk_about,
	to,
	words_of,
	write_update,
)
from ppoc.tests.end_to_end.opening import AT_HOME, MONDAY, Opening, letters_that_name, schedule
from ppoc.tests.papers import pages_of

pytestmark = [pytest.mark.slow(60), pytest.mark.commits]

RESOURCE = "Multi-Agency Resource Panel"
BEFORE_COURT, COURT = "Pre-Proceedings Tracking", "Court Tracking"
TRACKING = "Permanency Tracking"
PART_1, PART_2, PART_3 = (f"Placement Forum Part {number}" for number in (1, 2, 3))
RHYTHMS = (
	(RESOURCE, "2027-01-19", "10:00:00"),
	(BEFORE_COURT, "2027-01-15", "09:30:00"),
	(COURT, "2027-01-29", "09:30:00"),
	(TRACKING, "2027-01-07", "14:00:00"),
	(PART_1, "2027-01-08", "09:00:00"),
	(PART_2, "2027-01-13", "09:00:00"),
	(PART_3, "2027-01-08", "12:30:00"),
)


@dataclass
class World:
	"""The authority's people (logins), and its children by what happens to them."""

	here: Place
	there: Place
	support: str
	service: str
	director: str
	worker: str
	admin: str
	elder: str
	younger: str
	jointly: str
	sudden: str
	court: str
	tracked: str
	homeless: str
	home: str
	crash: str
	away: str
	kept_close: str


@pytest.fixture
def world(site: str, user_with: Callable[..., str]) -> World:
	"""Makes two localities with a team each, ten children, two of them siblings, and one restricted child."""
	opening = Opening(user_with, "decision_making_forums", care_started_on="2025-03-03")
	here, there = opening.places("ashmere", "brackenford")
	both: dict[str, Any] = {"places": (here, there), "based": False}
	worker, own = opening.person("Sennen Field", "Social Worker")
	opening.of_each_child["social_worker"] = own
	elder, younger = opening.siblings(AT_HOME)
	child = opening.child
	return World(
		here, there,
		support=opening.person("Briony Desk", "Business Support", **both).user,
		service=opening.person("Sorcha Manager", "Service Manager", "Team Manager", job="Other", **both).user,
		director=opening.person("Astrid Top", "Assistant Director", **both).user,
		worker=worker,
		admin=user_with("PPOC Administrator", name="admin@example.org"),
		elder=elder,
		younger=younger,
		jointly=child("Corin", "Askerby"),
		sudden=child("Joss", "Haskowick"),
		court=child("Della", "Wendoway"),
		tracked=child("Greta", "Dunninford", care_started_on="2026-09-14"),
		homeless=child("Hal", "Ellerby", date_of_birth="2010-02-01", **AT_HOME),
		home=child("Isolde", "Garvenshaw", placement="K2", placement_since="2026-06-01"),
		crash=child("Kerra", "Lingleth", date_of_birth="2010-06-01"),
		away=child("Lorin", "Mottinford", there),
		kept_close=opening.restricted_child(here.head_address),
	)  # fmt: skip


@pytest.fixture
def diary(world: World, mails: Any, monkeypatch: Any) -> Iterator[Diary]:
	"""Starts on the first working Monday of the year; business support sets up each schedule once."""
	with Diary(mails, MONDAY).open(monkeypatch) as diary:
		for forum, first, at in RHYTHMS:
			schedule(world.support, forum, first, at, world.here)
		yield diary


@pytest.mark.requirement(
	"F1.1", "F1.2", "F1.3", "F1.4", "F1.5", "F1.6", "F2.1", "F2.2", "F2.3", "X2.4", "X4.4"
)
def test_three_months_of_the_decision_making_forums(world, diary):
	letters: list[EmailMessage] = []
	_the_forums_are_proposed(world, diary)
	request = _a_residential_place_is_asked_for(world)
	places = _places_in_the_resource_panel(world, diary, request, letters)
	_who_waited_moves_up_and_an_emergency_comes_late(world, diary, places, letters)
	_families_before_court_have_slots(world, diary, letters)
	_part_3_looks_at_unregistered_places(world, diary)
	_the_resource_panel_sits(world, diary, request, letters)
	_part_2_looks_at_residential_care(world, diary)
	_a_weekly_update_is_missing(world, diary, letters)
	_the_second_review_invites_to_tracking(world, diary, letters)
	_part_1_looks_back(world, diary)
	_part_3_begins_with_what_the_social_worker_sent(world, diary)
	_notes_are_chased(world, diary, letters)
	_court_is_tracked_in_turn(world, diary)
	_the_child_is_back_on_the_agreed_date(world, diary)
	_good_friday_is_moved(world, diary)
	letters.extend(diary.post())
	assert len(letters) > 50
	for name in ("Edda", "Marrinford"):
		assert letters_that_name(name, letters, but_to=[world.here.head_address]) == []


# chapters


def _the_forums_are_proposed(world: World, diary: Diary) -> None:
	diary.go_to("2027-01-05", "09:00")
	expected = {
		RESOURCE: ["2027-01-19", "2027-02-02", "2027-02-16"],
		BEFORE_COURT: ["2027-01-15", "2027-02-12"],
		COURT: ["2027-01-29", "2027-02-26"],
		TRACKING: ["2027-01-07", "2027-01-21", "2027-02-04"],
		PART_1: ["2027-01-08", "2027-01-15", "2027-01-22"],
		PART_2: ["2027-01-13", "2027-01-20", "2027-01-27"],
		PART_3: ["2027-01-08", "2027-01-15", "2027-01-22"],
	}
	for forum, days in expected.items():
		assert days_of(forum)[: len(days)] == days, forum
	[part_3] = sittings(PART_3, meeting_date="2027-01-08")
	assert str(part_3.start_time) == "12:30:00"


def _a_residential_place_is_asked_for(world: World) -> str:
	"""Residential care is the last choice: the form asks why nothing else would do, and how the child will leave it."""
	asked = {"child": world.jointly, "request_type": "Residential placement funded jointly"}
	with acting_as(world.worker):
		doc = insert(
			"Panel Decision",
			**asked,
			rationale="Health and education share his needs.",
			placement_option="Residential",
		)
		said = route(doc.as_dict(convert_dates_to_str=True))
		assert said["who"] == RESOURCE
		gaps = " | ".join(str(gap) for gap in said["gaps"])
		assert "more preferred placement" in gaps
		assert "leaving" in gaps
		assert "joint placement consultation" in gaps
		doc.update(
			{
				"why_not_further_up": "No foster home in or outside the authority took him in 40 searches.",
				"exit_plan": "Back to his aunt after nine months of therapy.",
			}
		)
		doc.save()
		gaps = " | ".join(str(gap) for gap in route(doc.as_dict(convert_dates_to_str=True))["gaps"])
	assert "further up" not in gaps
	assert "leaving" not in gaps
	frappe.db.commit()
	return doc.name


def _places_in_the_resource_panel(
	world: World, diary: Diary, request: str, letters: list[EmailMessage]
) -> dict[str, str]:
	"""Requests close on Tuesday 5 January, 4 pm, need the service manager's agreement, and there are two places."""
	with acting_as(world.admin):
		forum = frappe.get_doc("Forum", RESOURCE)
		forum.slots = 2
		forum.save()
	panel = sitting(RESOURCE, "2027-01-19")
	with acting_as(world.worker):
		first, second = coming(world.jointly, RESOURCE)[:2]
	assert (first["day"], first["deadline"], first["left"]) == ("2027-01-19", "2027-01-05 16:00:00", 2)
	assert (second["day"], second["deadline"]) == ("2027-02-02", "2027-01-19 16:00:00")
	booked = {"jointly": book(world.jointly, RESOURCE, by=world.worker, request=request)}
	with pytest.raises(BookingRefusedError, match="Service Manager"):
		agree(booked["jointly"], by=world.here.head_address)
	frappe.db.rollback()
	agree(booked["jointly"], by=world.service)
	for child in ("elder", "younger"):
		booked[child] = book(getattr(world, child), RESOURCE, by=world.worker, wanted=panel)
		agree(booked[child], by=world.service)
	status = {child: frappe.db.get_value("Booking", name, "status") for child, name in booked.items()}
	assert status == {"jointly": "Booked", "elder": "Booked", "younger": "Waiting list"}
	mine = [words_of(letter) for letter in post(diary, letters, world.worker)]
	[listed] = [words for words in mine if frappe.db.get_value("Child", world.jointly, "child_id") in words]
	assert f"{RESOURCE}, 19/01/2027: your child is listed" in listed
	assert "Request form, by 05/01/2027: By 4 pm on the Tuesday, approved by the service manager." in listed
	for paper in (
		"Updated case summary",
		"Genogram and chronology",
		"Most recent assessment",
		"Updated plan",
	):
		assert paper in listed
	assert "Askerby" not in listed
	diary.go_to("2027-01-05", "16:30")
	late = book(world.away, RESOURCE, by=world.worker, wanted=panel)
	with pytest.raises(BookingRefusedError, match="16:00"):
		agree(late, by=world.service)
	frappe.db.rollback()
	step(late, "Refuse", by=world.service, reason="Half an hour late: ask for the next sitting.")
	late = book(world.away, RESOURCE, by=world.worker)
	agree(late, by=world.service)
	assert str(frappe.db.get_value("Booking", late, "meeting_date")) == "2027-02-02"
	return booked


def _who_waited_moves_up_and_an_emergency_comes_late(
	world: World, diary: Diary, places: dict[str, str], letters: list[EmailMessage]
) -> None:
	"""The elder's request is withdrawn, so the younger brother moves up. On Thursday there is an urgent request."""
	diary.go_to("2027-01-07", "10:00")
	step(places["elder"], "Withdraw", by=world.worker, reason="The grandmother helps.")
	assert str(frappe.db.get_value("Booking", places["younger"], "meeting_date")) == "2027-01-19"
	diary.go_to("2027-01-09")
	late = [words_of(letter) for letter in post(diary, letters, world.worker)]
	assert any(f"Papers for {RESOURCE} are late" in words for words in late), "the form was due on the 8th"
	diary.leap_to("2027-01-14", "11:00")
	said = {
		"emergency": 1,
		"emergency_decision": "Crisis support for four weeks, agreed by the service manager today",
	}
	urgent = book(world.sudden, RESOURCE, by=world.here.manager_address, **said)
	agree(urgent, by=world.service)
	found = frappe.db.get_value("Booking", urgent, ["meeting_date", "retrospective"])
	assert (str(found[0]), found[1]) == ("2027-01-19", 1)


def _families_before_court_have_slots(world: World, diary: Diary, letters: list[EmailMessage]) -> None:
	"""Each team manager gets a slot for the team's cases, and brings a page about each."""
	with acting_as(world.here.manager_address):
		for child in (world.elder, world.younger):
			insert("Care Event", child=child, event_type="Pre-proceedings begun", event_date="2027-01-11")
	with acting_as(world.there.manager_address):
		insert("Care Event", child=world.away, event_type="Pre-proceedings begun", event_date="2026-12-01")
	with acting_as(world.here.manager_address):
		insert("Care Event", child=world.court, event_type="Proceedings issued", event_date="2026-12-14")
	meeting = sitting(BEFORE_COURT, "2027-01-15")
	set_status("Meeting", meeting, "Planned", by=world.support)
	set_status("Meeting", meeting, "Circulated", by=world.support)
	fresh = diary.post()
	letters.extend(fresh)
	[mine] = agendas(to(fresh, world.here.manager_address), BEFORE_COURT)
	assert "9:30 Bryn Orrelby" in mine
	assert "9:40 Tamsin Orrelby" in mine
	assert "Mottinford" not in mine
	[theirs] = agendas(to(fresh, world.there.manager_address), BEFORE_COURT)
	assert "9:50 Lorin Mottinford" in theirs
	assert "Orrelby" not in theirs
	for child in (world.elder, world.younger, world.away):
		manager = world.there if child == world.away else world.here
		write_update(meeting, child, manager.manager_address, **BRIEFING)
	with acting_as(world.support):
		pages = pages_of(frappe.get_print("Meeting", meeting, "Case Briefings", as_pdf=True, no_letterhead=1))
	assert len(pages) == 3
	for name, page in zip(("Bryn Orrelby", "Tamsin Orrelby", "Lorin Mottinford"), pages, strict=True):
		assert name in page
		assert "Letter before proceedings sent 12 January" in page
	diary.go_to("2027-01-15", "09:30")
	for child in (world.elder, world.younger, world.away):
		talk_about(meeting, child, world.support, agreed="Legal planning in March.", state="Done")
	close(meeting, by=world.support)


def _part_3_looks_at_unregistered_places(world: World, diary: Diary) -> None:
	"""A crash pad is unregistered, and so is the restricted child's placement: both are reviewed every week."""
	with acting_as(world.worker):
		insert("Tracked Placement", child=world.crash, **PLACEMENT)
	with acting_as(world.here.head_address):
		insert("Tracked Placement", child=world.kept_close, **PLACEMENT)
	[place] = names(world.worker, "Tracked Placement")
	paper = printed("Tracked Placement", place, "Unregulated Placement Notification", by=world.worker)
	for words in (
		"Kerra Lingleth", "1 June 2010, age 16", "unregistered", "11 January 2027",
		"No registered home in-house or outside had room",
		"Sixty homes in three weeks", "Accommodated under section 20",
		"She needs one adult at a time", "A flat with a garden",
		"Two adults day and night", "4,200", "Order made", "until she is 17", "12 April 2027",
		"The provider applies for registration", "Fire and missing", "8 January 2027", "A move by March",
		"Both directors agree", "Agreed for 28 days", "12 January 2027", "13 January 2027",
	):  # fmt: skip
		assert words in paper, words
	diary.go_to("2027-01-15", "12:30")
	forum = sitting(PART_3, "2027-01-15")
	set_status("Meeting", forum, "Planned", by=world.support)
	assert children_on(forum, by=world.support) == [world.crash]
	assert set(children_on(forum, by=world.here.head_address)) == {world.crash, world.kept_close}
	write_update(forum, world.crash, world.worker, **WEEKLY)
	talk_about(forum, world.crash, world.support, agreed="Search again in three counties.", state="Done")
	close(forum, by=world.support)
	assert due(world.crash, "Placement tracked every week") == ("2027-01-22", "Not due")
	minutes = printed("Meeting", forum, "Meeting Minutes", by=world.support)
	assert "Search again in three counties" in minutes
	assert "Marrinford" not in minutes


def _the_resource_panel_sits(world: World, diary: Diary, request: str, letters: list[EmailMessage]) -> None:
	"""Invitations go to the calendars, shares are recorded, and both managers hear about practice on the same day."""
	panel = sitting(RESOURCE, "2027-01-19")
	set_status("Meeting", panel, "Planned", by=world.support)
	bring_papers(request, by=world.worker)
	set_status("Panel Decision", request, "Listed", by=world.support)
	fresh = diary.post()
	letters.extend(fresh)
	assert invited(to(fresh, world.worker), RESOURCE) == "2027-01-19 10:00"
	diary.go_to("2027-01-19", "10:00")
	assert set(children_on(panel, by=world.support)) == {world.jointly, world.younger, world.sudden}
	said = {
		"asked": "Therapy in a small home",
		"family": "Aunt and grandmother",
		"permanence": "With the aunt",
	}
	for child in (world.jointly, world.younger, world.sudden):
		write_update(panel, child, world.worker, **said)
		talk_about(panel, child, world.support, decision="Agreed.", until="2027-07-19", state="Done")
	talk_about(panel, world.sudden, world.support, retrospective="Yes")
	talk_about(
		panel, world.jointly, world.support, health="40 per cent", education="20 per cent", care_share="40 per cent",
		practice="Outstanding", practice_words="The social worker asked every relative, twice.",
	)  # fmt: skip
	decide(request, by=world.support)
	close(panel, by=world.support)
	fresh = diary.post()
	letters.extend(fresh)
	for manager in (world.here.manager_address, world.service):
		assert any("asked every relative, twice" in words_of(letter) for letter in to(fresh, manager)), (
			manager
		)
	assert due(world.jointly, "Practice brought to managers") == ("2027-01-20", "Met")
	minutes = printed("Meeting", panel, "Meeting Minutes", by=world.support)
	for words in (
		"Corin Askerby",
		"40 per cent",
		"20 per cent",
		"Residential placement funded jointly",
		"Bryn Orrelby",
	):
		assert words in minutes, words
	assert "every relative" not in minutes


def _part_2_looks_at_residential_care(world: World, diary: Diary) -> None:
	"""Reviews every residential placement; needs that nobody could meet go into the log for the strategy."""
	diary.go_to("2027-01-20", "09:00")
	forum = sitting(PART_2, "2027-01-20")
	set_status("Meeting", forum, "Planned", by=world.support)
	assert children_on(forum, by=world.support) == [world.home]
	write_update(
		forum, world.home, world.worker, journey="Four homes in two years.", plan="Home to her mother.",
		cost="5200", exit="A foster home near her school by June.", proposal="Six more months.",
	)  # fmt: skip
	talk_about(
		forum, world.home, world.support, unmet="Foster carers for a teenager with diabetes", gap="None near",
		unmet_kind="Foster home", decision="Agreed for six months.", return_on="2027-03-03", state="Done",
	)  # fmt: skip
	close(forum, by=world.support)
	with acting_as(world.director):
		log = frappe.get_list(
			"Unmet Need", fields=["need", "kind", "status", "forum"], order_by="creation asc"
		)
	assert [(row.need, row.kind, row.status, row.forum) for row in log] == [
		("Foster carers for a teenager with diabetes", "Foster home", "Open", PART_2),
		("None near", "Foster home", "Open", PART_2),
	]
	note = frappe.db.get_value("Case Note", {"child": world.home, "meeting": forum}, "note")
	assert "A foster home near her school by June" in note


def _a_weekly_update_is_missing(world: World, diary: Diary, letters: list[EmailMessage]) -> None:
	"""Due on Friday 15 January; the social worker is told on Monday, the manager on Tuesday."""
	letters.extend(diary.post())
	assert due(world.crash, "Update of a tracked placement") == ("2027-01-15", "Overdue")
	digests = [
		words_of(letter) for letter in to(letters, world.worker) if "overdue" in str(letter["Subject"])
	]
	assert any("Update of a tracked placement" in words for words in digests)
	digests = [words_of(letter) for letter in to(letters, world.here.manager_address)]
	assert any("escalated to you" in words and "Update of a tracked placement" in words for words in digests)
	with acting_as(world.worker):
		[name] = names(world.worker, "Tracked Placement")
		place = frappe.get_doc("Tracked Placement", name)
		place.append(
			"updates", {"update_on": "2027-01-20", "safe": "Yes", "what": "Two homes will visit her."}
		)
		place.save()
	assert due(world.crash, "Update of a tracked placement") == ("2027-01-29", "Not due")


def _the_second_review_invites_to_tracking(world: World, diary: Diary, letters: list[EmailMessage]) -> None:
	"""Two weeks after 14 January is the 28th; the sitting on the 21st is the last one before it."""
	with acting_as(world.worker):
		for day in ("2026-10-09", "2027-01-14"):
			insert("Care Event", child=world.tracked, event_type="Review held", event_date=day)
	diary.go_to("2027-01-21", "08:00")
	forum = sitting(TRACKING, "2027-01-21")
	set_status("Meeting", forum, "Planned", by=world.support)
	assert children_on(forum, by=world.support) == [world.tracked]
	fresh = diary.post()
	letters.extend(fresh)
	assert invited(to(fresh, world.worker), TRACKING) == "2027-01-21 14:00"
	assert invited(to(fresh, world.here.manager_address), TRACKING) == "2027-01-21 14:00"
	diary.go_to("2027-01-21", "14:00")
	_a_child_is_tracked(world, forum, achieved="No", return_on="2027-02-18")
	pro_forma = printed("Meeting", forum, "Meeting Minutes", by=world.support)
	for words in (
		"Her aunt, or long-term fostering",
		"Her aunt: she knows her best",
		"Fostering where she is",
		"By June",
	):
		assert words in pro_forma, words


def _a_child_is_tracked(world: World, forum: str, **outcome: str) -> None:
	write_update(
		forum, world.tracked, world.worker, options="Her aunt, or long-term fostering.", timescales="By June.",
		plan="Her aunt: she knows her best.", contingency="Fostering where she is.",
	)  # fmt: skip
	talk_about(forum, world.tracked, world.support, outcome="Assess the aunt.", state="Done", **outcome)
	close(forum, by=world.support)


def _part_1_looks_back(world: World, diary: Diary) -> None:
	"""Homeless since 13 January: the forum on the 22nd is within 10 days. Wednesday's emergency is on it too."""
	with acting_as(world.worker):
		insert(
			"Care Event", child=world.homeless, event_type="Presented as homeless", event_date="2027-01-13"
		)
	assert due(world.homeless, "Homeless young person before the forum")[0] == "2027-01-23"
	with acting_as(world.here.manager_address):
		urgent = insert(
			"Panel Decision", child=world.court, request_type="Accommodation request",
			rationale="Her mother was taken to hospital.", emergency=1, emergency_decision="Placed with foster carers",
			emergency_decided_by="Hesper Ashmere", emergency_decided_on="2027-01-20",
		)  # fmt: skip
	assert (urgent.status, urgent.retrospective) == ("Listed", 1)
	assert due(world.court, "Emergency placement before the forum")[0] == "2027-01-27"
	diary.go_to("2027-01-22", "09:00")
	forum = sitting(PART_1, "2027-01-22")
	set_status("Meeting", forum, "Planned", by=world.support)
	listed = dict(agenda_of(forum, by=world.support))
	assert listed == {
		world.court: "Decisions taken in an emergency",
		world.homeless: "Young people of 16 and 17 presenting as homeless",
	}
	for child, kind in (
		(world.court, "Emergency placement, in retrospect"),
		(world.homeless, "Homeless at 16 or 17"),
	):
		write_update(
			forum, child, world.worker, kind=kind, asked="Supported lodgings", network="An uncle was asked"
		)
		talk_about(forum, child, world.support, decision="Agreed.", notification="No", state="Done")
	set_status("Panel Decision", urgent.name, "Listed", by=world.support, meeting=forum)
	decide(urgent.name, by=world.support)
	close(forum, by=world.support)
	assert due(world.homeless, "Homeless young person before the forum") == ("2027-01-23", "Met")
	assert due(world.court, "Emergency placement before the forum") == ("2027-01-27", "Met")


def _part_3_begins_with_what_the_social_worker_sent(world: World, diary: Diary) -> None:
	"""The update of the 20th and all facts are in the record; the forum only adds what is agreed."""
	diary.go_to("2027-01-22", "12:30")
	forum = sitting(PART_3, "2027-01-22")
	set_status("Meeting", forum, "Planned", by=world.support)
	talk_about(
		forum,
		world.crash,
		world.support,
		permanence="With her aunt.",
		agreed="The move in March.",
		state="Done",
	)
	close(forum, by=world.support)
	minutes = printed("Meeting", forum, "Meeting Minutes", by=world.support)
	for words in (
		"Two homes will visit her", "Sixty homes in three weeks. Still searching", "A flat with a garden", "4200",
		"Order made", "11/01/2027", "12/04/2027", "Both directors agree", "Agreed for 28 days", "13/01/2027",
	):  # fmt: skip
		assert words in minutes, words
	assert due(world.crash, "Placement tracked every week") == ("2027-01-29", "Not due")


def _notes_are_chased(world: World, diary: Diary, letters: list[EmailMessage]) -> None:
	"""Three days after Tuesday 19 January is the 22nd; part 2 counts working days, from the 20th to the 25th."""
	panel, part_2 = sitting(RESOURCE, "2027-01-19"), sitting(PART_2, "2027-01-20")
	diary.go_to("2027-01-25", "09:00")
	letters.extend(diary.post())
	assert notes_due(panel) == ("2027-01-22", "Overdue")
	assert notes_due(part_2) == ("2027-01-25", "Due soon")
	digests = [
		words_of(letter) for letter in to(letters, world.support) if "overdue" in str(letter["Subject"])
	]
	assert any("Notes of a forum" in words for words in digests)
	set_status("Meeting", panel, "Notes issued", by=world.support)
	fresh = diary.post()
	letters.extend(fresh)
	assert notes_due(panel) == ("2027-01-22", "Met late")
	[sent] = [letter for letter in to(fresh, world.director) if "Notes" in str(letter["Subject"])]
	[pdf] = [part for part in sent.iter_attachments() if part.get_content_type() == "application/pdf"]
	assert "Corin Askerby" in " ".join(pages_of(pdf.get_content()))


def _court_is_tracked_in_turn(world: World, diary: Diary) -> None:
	diary.leap_to("2027-01-29", "09:30")
	meeting, manager = sitting(COURT, "2027-01-29"), world.here.manager_address
	set_status("Meeting", meeting, "Planned", by=world.support)
	assert children_on(meeting, by=world.support) == [world.court]
	write_update(
		meeting, world.court, manager, order="Order of 14 December.", directions="Parenting assessment: going on.",
		open="Statement, by 5 February.", parallel="Her aunt.", filed="Yes", next_hearing="2027-02-22",
	)  # fmt: skip
	talk_about(meeting, world.court, world.support, agreed="On time.", state="Done")
	close(meeting, by=world.support)
	[page] = pages(meeting, "Case Briefings", by=world.support)
	for words in ("Order of 14 December", "22/02/2027", "On time"):
		assert words in page


def _the_child_is_back_on_the_agreed_date(world: World, diary: Diary) -> None:
	"""On 18 February and not a fortnight earlier; permanence is achieved, and she is not invited again."""
	diary.leap_to("2027-02-04", "14:00")
	early = sitting(TRACKING, "2027-02-04")
	set_status("Meeting", early, "Planned", by=world.support)
	assert children_on(early, by=world.support) == []
	with acting_as(world.worker):
		[name] = names(world.worker, "Tracked Placement")
		place = frappe.get_doc("Tracked Placement", name)
		place.update({"ended_on": "2027-02-04", "end_reason": "She lives with registered carers."}).save()
	diary.leap_to("2027-02-12", "09:30")
	again = sitting(BEFORE_COURT, "2027-02-12")
	set_status("Meeting", again, "Planned", by=world.support)
	assert set(children_on(again, by=world.support)) == {world.elder, world.younger, world.away}
	part_3 = sitting(PART_3, "2027-02-12")
	set_status("Meeting", part_3, "Planned", by=world.support)
	assert children_on(part_3, by=world.support) == []
	diary.leap_to("2027-02-18", "14:00")
	forum = sitting(TRACKING, "2027-02-18")
	set_status("Meeting", forum, "Planned", by=world.support)
	assert children_on(forum, by=world.support) == [world.tracked]
	_a_child_is_tracked(world, forum, achieved="Yes")
	assert due(world.tracked, "Child at permanency tracking") == ("2027-02-18", "Met")


def _good_friday_is_moved(world: World, diary: Diary) -> None:
	"""26 March 2027 is Good Friday: a weekly forum sits the day before; on 3 March a child is back at part 2."""
	days = days_of(PART_1)
	assert "2027-03-26" not in days
	assert "2027-03-25" in days
	diary.leap_to("2027-03-03", "09:00")
	forum = sitting(PART_2, "2027-03-03")
	set_status("Meeting", forum, "Planned", by=world.support)
	assert world.home in children_on(forum, by=world.support)


# what is written down

PLACEMENT = {
	"unregistered": 1,
	"started_on": "2027-01-11",
	"reason": "No registered home in-house or outside had room.",
	"searches": "Sixty homes in three weeks.",
	"still_searching": 1,
	"legal_status": "Section 20",
	"needs": "She needs one adult at a time.",
	"setting": "A flat with a garden",
	"staffing": "Two adults day and night",
	"weekly_cost": 4200,
	"deprivation_of_liberty": "Order made",
	"deprivation_details": "By the High Court, until she is 17.",
	"planned_until": "2027-04-12",
	"ends_when": "The provider applies for registration.",
	"risk_assessment": "Fire and missing",
	"risk_assessed_on": "2027-01-08",
	"head_of_service_view": "A move by March.",
	"director_view": "Both directors agree.",
	"executive_decision": "Agreed for 28 days.",
	"executive_decided_on": "2027-01-12",
	"regulator_told_on": "2027-01-13",
}
WEEKLY = {"safe": "Yes", "what": "She has settled in.", "permanence": "With her aunt."}
BRIEFING = {
	"plan_pp": "Letter before proceedings sent 12 January.",
	"meetings_done": "First meeting: 13 January.",
	"meetings_planned": "Review: 10 February.",
	"open": "Parenting assessment, by 5 March.",
	"parallel": "The grandmother.",
}

# what people do


def book(child: str, forum: str, by: str, **values: Any) -> str:
	with acting_as(by):
		return insert("Booking", child=child, forum=forum, what_for="As talked through.", **values).name


def step(booking: str, what: str, by: str, reason: str = "") -> None:
	with acting_as(by):
		take_step(booking, what, str(frappe.db.get_value("Booking", booking, "modified")), reason)
	frappe.db.commit()


def agree(booking: str, by: str) -> None:
	frappe.db.commit()
	step(booking, "Approve", by=by)


def bring_papers(request: str, by: str) -> None:
	with acting_as(by):
		doc = frappe.get_doc("Panel Decision", request)
		for row in doc.documents:
			row.received_on = frappe.utils.nowdate()
		doc.save()


def decide(request: str, by: str) -> None:
	"""Saves the decision first and then takes the step, because the workflow checks stored values."""
	with acting_as(by):
		frappe.get_doc("Panel Decision", request).update({"decision": "Agreed"}).save()
	set_status("Panel Decision", request, "Decided", by=by)


def days_of(forum: str) -> list[str]:
	return [str(row.meeting_date) for row in sittings(forum)]


def agenda_of(meeting: str, by: str) -> list[tuple[str, str]]:
	with acting_as(by):
		return frappe.get_list(
			"Meeting Discussion",
			{"meeting": meeting},
			["child", "agenda_item"],
			as_list=True,
			limit_page_length=0,
		)


def names(user: str, doctype: str) -> list[str]:
	with acting_as(user):
		return frappe.get_list(doctype, pluck="name", limit_page_length=0)


def pages(meeting: str, print_format: str, by: str) -> list[str]:
	with acting_as(by):
		return pages_of(frappe.get_print("Meeting", meeting, print_format, as_pdf=True, no_letterhead=1))


def notes_due(meeting: str) -> tuple[str, str]:
	[row] = frappe.get_all("Timescale", {"meeting": meeting, "duty": "Notes of a forum"}, ["due_on", "state"])
	return str(row.due_on), row.state


def post(diary: Diary, letters: list[EmailMessage], address: str) -> list[EmailMessage]:
	"""Returns the new emails to one address, and keeps all new emails for the end."""
	fresh = diary.post()
	letters.extend(fresh)
	return to(fresh, address)


def agendas(letters: list[EmailMessage], forum: str) -> list[str]:
	"""Returns the texts of those that are agendas of the forum."""
	found = [words_of(one) for one in letters if str(one["Subject"]).startswith(f"Agenda: {forum}")]
	return [BeautifulSoup(words, "html.parser").get_text(" ", strip=True) for words in found]


def invited(letters: list[EmailMessage], forum: str) -> str:
	"""Returns when the forum begins according to the newest calendar invitation."""
	for letter in reversed(letters):
		for part in letter.walk():
			if part.get_content_type() == "text/calendar" and forum in str(letter["Subject"]):
				[event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
				return f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}"
	raise AssertionError(f"no invitation to {forum} among {[str(letter['Subject']) for letter in letters]}")

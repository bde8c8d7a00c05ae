"""Connections that are cut, a disk that is full, and a clock that is put forward or back in the middle of the night."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest

from ppoc.tests.contract import Stack
from ppoc.tests.faults.activities import Council
from ppoc.tests.faults.carrying_out import ACTIVITIES, with_a_fault
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.kinds import LOST, Fault
from ppoc.tests.faults.people import Person
from ppoc.tests.faults.typing_in import MeetingScreen

Count = Callable[[list[Fault]], None]
CUTS = 16
FULL_SECONDS = 0.5
PARTS_THAT_WRITE_FILES = ("web", "worker")


@pytest.mark.parametrize("seed", range(CUTS))
def test_the_connections_to_the_database_are_cut(
	seed: int, stack: Stack, council: Council, usual_seconds: Callable[[str], float], count: Count
):
	names = tuple(ACTIVITIES)
	name = names[seed % len(names)]
	moment = random.Random(seed).random() * usual_seconds(name)
	faults = with_a_fault(ACTIVITIES[name](council), moment, stack.cut_connections)
	count(faults)
	assert faults == []


@pytest.mark.parametrize("sent", [0.2, 0.9, 1.0], ids=["in the head", "in the body", "before the answer"])
def test_a_browser_hangs_up(sent: float, council: Council, count: Count):
	screen = MeetingScreen(council)
	screen.prepare()
	(one, *_), person = screen.fields[0], council.people[0]
	values = {
		"doctype": one.doctype,
		"name": one.name,
		"fieldname": one.fieldname,
		"value": "typed before the line went dead",
		"read_value": "",
		"meeting": screen.meeting,
	}
	_hang_up(person, "/api/method/ppoc.meetings.api.save_field", values, sent)
	one.unknown = values["value"]
	time.sleep(1.0)  # the server goes on with what it has
	screen.settle()
	faults = [*until_idle(council), *screen.faults(), *council.inside.faults("checks.audit_faults")]
	count(faults)
	assert faults == []
	assert screen.acknowledged == 1


def _hang_up(person: Person, path: str, values: dict[str, str], sent: float) -> None:
	"""Sends this part of a request and closes the connection."""
	host = urlsplit(person.address)
	body = urlencode(values)
	cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.session.cookies)
	kept = {key: str(value) for key, value in person.session.headers.items() if key.startswith("X-Frappe")}
	head = {
		"Host": host.netloc,
		"Cookie": cookies,
		"Content-Type": "application/x-www-form-urlencoded",
		"Content-Length": str(len(body)),
		**kept,
	}
	lines = [f"POST {path} HTTP/1.1", *(f"{key}: {value}" for key, value in head.items()), "", body]
	text = "\r\n".join(lines).encode()
	with socket.create_connection((host.hostname or "", host.port or 0)) as connection:
		connection.sendall(text[: int(len(text) * sent)])


@pytest.mark.parametrize("name", ["screen", "closing", "return", "workbook", "mail"])
def test_the_disk_of_the_files_is_full(
	name: str, stack: Stack, council: Council, usual_seconds: Callable[[str], float], count: Count
):
	"""No file can grow: the trail's own, those of imports, logs. What cannot be put on record is not shown."""
	refused: list[int] = []

	def full() -> None:
		with stack.without_room_for_files(*PARTS_THAT_WRITE_FILES):
			answer = council.people[1].read("frappe.client.get", doctype="Child", name=child)
			refused.append(answer.status)
			time.sleep(FULL_SECONDS)

	child = council.inside.call("world.a_child", **council.place)
	moment = 0.3 * usual_seconds(name)
	faults = with_a_fault(ACTIVITIES[name](council), moment, full)
	if refused != [503]:
		faults.append((LOST, f"a child was shown without a place for the record of it: {refused}"))
	count(faults)
	assert faults == []


@pytest.mark.parametrize("change", ["2026-10-25 01:00:00", "2027-03-28 01:00:00"], ids=["back", "forward"])
def test_the_clock_changes_in_the_middle_of_the_night(change: str, council: Council, count: Count):
	"""In British time: at 1:00 UTC the clock goes from 2 to 1 in October, and from 1 to 2 in March."""
	made = council.inside.call("world.night", **council.place)
	until_idle(council)
	faults = list(council.inside.faults("clock.night_across", change=change, made=made))
	faults += council.inside.faults("checks.audit_faults")
	council.inside.call("checks.put_away")
	count(faults)
	assert faults == []

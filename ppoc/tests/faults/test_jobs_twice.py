"""The same job is delivered twice, to two workers at the same moment and once more later: it is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ppoc.tests.contract import Stack
from ppoc.tests.faults.activities import Council, side_by_side
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.inside import Inside
from ppoc.tests.faults.kinds import Fault
from ppoc.tests.faults.loads import Return
from ppoc.tests.faults.mails import faults_of_letters
from ppoc.tests.faults.night import JOBS


@pytest.fixture(scope="session")
def second(stack: Stack) -> Iterator[Inside]:
	"""Another process of the site: a second worker."""
	made = Inside(stack)
	made.call("checks.clock")  # has Frappe imported before the two begin
	yield made
	made.close()


@pytest.fixture
def twice(council: Council, second: Inside) -> Callable[..., None]:
	"""Returns a function that has a job done by two processes at once, and by one of them again."""

	def deliver(job: str, **arguments: Any) -> None:
		def do(inside: Inside) -> Callable[[], None]:
			return lambda: inside.call("work.do", job=job, arguments=arguments)

		side_by_side(do(council.inside), do(second))
		do(second)()

	return deliver


@pytest.mark.parametrize("job", JOBS, ids=[job.removeprefix("ppoc.") for job in JOBS])
def test_a_job_of_the_night(
	job: str, council: Council, twice: Callable[..., None], count: Callable[[list[Fault]], None]
):
	made = council.inside.call("world.night", **council.place)
	until_idle(council)
	began = council.inside.call("checks.clock")
	twice(job)
	council.inside.call("checks.next_night", methods=list(JOBS))
	until_idle(council)
	faults = list(council.inside.faults("checks.night_faults", began=began, **made))
	faults += council.inside.faults("checks.audit_faults")
	council.inside.call("checks.put_away")
	count(faults)
	assert faults == []


LETTERS = {
	"Targeted Work": "ppoc.meetings.emails.targeted_work.send",
	"Notes": "ppoc.meetings.emails.notes.send",
	"Agenda": "ppoc.meetings.emails.circulation.send",
	"Invitation": "ppoc.meetings.invitations.sending.send",
}


@pytest.mark.parametrize(("letter", "job"), LETTERS.items(), ids=list(LETTERS))
def test_the_job_of_an_email(
	letter: str, job: str, council: Council, twice: Callable[..., None], count: Callable[[list[Fault]], None]
):
	made = council.inside.call("world.meeting", done=True, **council.place)
	if letter in ("Targeted Work", "Notes"):
		council.inside.call("world.hold", meeting=made["meeting"])
	until_idle(council)
	twice(job, meeting=made["meeting"])
	council.inside.call("checks.send_queue")
	until_idle(council)
	faults = list(faults_of_letters(council, made["meeting"], letter))
	council.inside.call("checks.put_away")
	count(faults)
	assert faults == []


def test_the_job_of_a_load(
	council: Council, twice: Callable[..., None], count: Callable[[list[Fault]], None]
):
	load = Return(council)
	load.prepare()
	run = load.preview()
	council.inside.call("world.mark_as_loading", run=run)
	twice("ppoc.imports.runs.carry_out", run=run)
	load.settle()
	faults = [*until_idle(council), *load.faults()]
	count(faults)
	assert faults == []

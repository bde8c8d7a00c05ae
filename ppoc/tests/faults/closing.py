"""Activities around a meeting: it is closed, and its emails go out."""

from __future__ import annotations

from collections.abc import Iterator

from ppoc.tests.faults.activities import Activity, Council
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.kinds import LOST, Fault
from ppoc.tests.faults.mails import faults_of_letters

LOOKS = 3


def send_all(council: Council, meeting: str) -> None:
	"""Does what the night does, and what the scheduler does every few minutes as long as an email waits."""
	for _ in range(LOOKS):
		council.inside.call("checks.night_of_emails")
		until_idle(council)
		if not council.inside.call("checks.waiting_letters", meeting=meeting):
			return


class Closing(Activity):
	"""A meeting about two children with an action each is closed; its email follows in the background."""

	name = "closing"
	jobs = True

	def prepare(self) -> None:
		self.made = self.council.inside.call("world.meeting", done=True, **self.council.place)
		self.told = False

	def act(self) -> None:
		self.told = self._close()

	def _close(self) -> bool:
		person, meeting = self.council.manager, self.made["meeting"]
		seen = person.read("ppoc.meetings.api.preview_closing", meeting=meeting)
		if not seen.acknowledged:
			return False
		assert not seen.message["blockers"], seen.message["blockers"]
		answer = person.call(
			"ppoc.meetings.api.close_meeting",
			meeting=meeting,
			modified=seen.message["modified"],
			acknowledge_unreviewed=1,
		)
		self.acknowledged += answer.acknowledged
		return answer.acknowledged

	def settle(self) -> None:
		"""The manager looks whether it is closed, and closes it if not. The night sends what was not sent."""
		status = self.council.inside.call("checks.meeting_status", meeting=self.made["meeting"])
		self.closed_before = status == "Held"
		self.told_before = self.told
		if status != "Held":
			self._close()
			until_idle(self.council)
		send_all(self.council, self.made["meeting"])

	def faults(self) -> Iterator[Fault]:
		if self.told_before and not self.closed_before:
			yield LOST, f"{self.made['meeting']} was acknowledged as closed and is not"
		yield from self.council.inside.faults("checks.closing_faults", **self.made)
		yield from faults_of_letters(self.council, self.made["meeting"], "Targeted Work")


class Mail(Activity):
	"""An agenda is circulated; the job puts the letters into the queue, and the scheduler has them sent."""

	name = "mail"
	jobs = True

	def prepare(self) -> None:
		self.made = self.council.inside.call("world.meeting", **self.council.place)

	def act(self) -> None:
		self.told = self._circulate()
		self.council.inside.when_it_can("world.make_due", methods=["frappe.email.queue.flush"])

	def _circulate(self) -> bool:
		answer = self.council.people[0].call(
			"ppoc.meetings.emails.api.circulate", meeting=self.made["meeting"]
		)
		self.acknowledged += answer.acknowledged
		return answer.acknowledged

	def settle(self) -> None:
		"""Whoever was not told that it is circulated looks, and does it again; the night sends what was not sent."""
		self.council.inside.call("world.stop_jobs")
		status = self.council.inside.call("checks.meeting_status", meeting=self.made["meeting"])
		self.lost = self.told and status != "Circulated"
		if status != "Circulated":
			self._circulate()
			until_idle(self.council)
		send_all(self.council, self.made["meeting"])

	def faults(self) -> Iterator[Fault]:
		if self.lost:
			yield LOST, f"{self.made['meeting']} was acknowledged as circulated and is not"
		yield from faults_of_letters(self.council, self.made["meeting"], "Agenda")

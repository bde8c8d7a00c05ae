"""The nightly pass: the scheduler starts its jobs, and a worker does them."""

from __future__ import annotations

from collections.abc import Iterator

from ppoc.tests.faults.activities import Activity
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.kinds import Fault

JOBS = (
	"ppoc.timescales.nightly.recompute_all",
	"ppoc.plans.rag.nightly.rate_all",
	"ppoc.reporting.fortnightly.nightly.prepare_due",
	"ppoc.meetings.agenda.nightly.propose_meetings",
	"ppoc.meetings.bookings.database.move_all_up",
	"ppoc.meetings.agenda.nightly.refresh_agendas",
	"ppoc.meetings.emails.nightly.remind_coordinators",
	"ppoc.meetings.emails.nightly.send_missed",
	"ppoc.meetings.invitations.sending.send_missed",
	"ppoc.imports.runs.tidy_up",
	"ppoc.retention.nightly.look_again",
	"ppoc.access.unused_access_emails.send_weekly",
	"ppoc.timescales.digest_database.send_digests",
	"ppoc.access.audit.collecting.collect_and_seal",
)


class Night(Activity):
	"""A team's meetings are to be proposed, due dates computed, an agenda filled and people told."""

	name = "night"
	jobs = True

	def prepare(self) -> None:
		inside = self.council.inside
		self.made = inside.call("world.night", **self.council.place)
		self.began = inside.call("checks.clock")
		inside.call("world.make_due", methods=list(JOBS))

	def act(self) -> None:
		"""The scheduler does."""
		self.acknowledged += 1

	def settle(self) -> None:
		"""What a kill ended is begun again some minutes later, and another night comes."""
		self.council.inside.call("checks.minutes_later")
		until_idle(self.council)
		self.council.inside.call("world.stop_jobs")
		self.council.inside.call("checks.next_night", methods=list(JOBS))

	def faults(self) -> Iterator[Fault]:
		yield from self.council.inside.faults("checks.night_faults", began=self.began, **self.made)

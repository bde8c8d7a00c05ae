"""Checks that everything that must run does: scheduler, workers, mail, backups, prints. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ppoc.site_check.facts import Backups, Mail, Scheduler, Workers
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

SCHEDULER = Text(_("Scheduler"))
WORKERS = Text(_("Background workers"))
MAIL = Text(_("Outgoing mail"))
BACKUP = Text(_("Backup"))
PRINT_ENGINE = Text(_("Print engine"))

SILENT_FOR = timedelta(hours=2)
"""Frappe itself schedules something every hour."""
WAITED_FOR = timedelta(minutes=30)
BACKUP_AGE = timedelta(hours=26)
"""A day, and two hours in case a backup takes longer than yesterday's."""


def scheduler(facts: Scheduler) -> Iterator[SiteFinding]:
	"""Checks the scheduler: due dates, digests, proposed meetings and backups all depend on it."""
	if facts.stopped_by:
		what = Text(
			_(
				"The scheduler is stopped by {0}, so due dates are not computed and no digests or emails"
				" go out."
			),
			(", ".join(facts.stopped_by),),
		)
		remedy = Text(
			_(
				"Run bench --site your.site enable-scheduler, or remove the setting from the site's configuration."
			)
		)
		yield SiteFinding(
			"scheduler-stopped", SCHEDULER, SiteSeverity.SERIOUS, what, remedy, facts.stopped_by
		)
		return
	silent = facts.since_install if facts.since_last_run is None else facts.since_last_run
	if silent > SILENT_FOR:
		if facts.since_last_run is None:
			what = Text(_("The scheduler is on, but nothing that it starts has ever run."))
		else:
			what = Text(_("Nothing that the scheduler starts has run for {0}."), (spoken(silent),))
		remedy = Text(
			_("Start the scheduler and the workers: supervisorctl status says which one is missing.")
		)
		yield SiteFinding("scheduler-silent", SCHEDULER, SiteSeverity.SERIOUS, what, remedy)


def workers(facts: Workers) -> Iterator[SiteFinding]:
	"""Checks the workers: emails and recomputed due dates wait for them."""
	if facts.unattended:
		what = Text(
			_("No worker listens to {0}, so jobs started there never finish."), (", ".join(facts.unattended),)
		)
		remedy = Text(_("Start the workers: supervisorctl status says which one is missing."))
		yield SiteFinding("workers-missing", WORKERS, SiteSeverity.SERIOUS, what, remedy, facts.unattended)
	late = {queue: wait for queue, wait in facts.longest_wait.items() if wait > WAITED_FOR}
	if late:
		longest = ", ".join(f"{queue} ({spoken(wait)})" for queue, wait in sorted(late.items()))
		what = Text(_("Jobs wait too long: {0}."), (longest,))
		remedy = Text(_("See in RQ Job what takes so long, or add a worker for this queue."))
		yield SiteFinding("workers-late", WORKERS, SiteSeverity.SERIOUS, what, remedy, tuple(sorted(late)))


def mail(facts: Mail) -> Iterator[SiteFinding]:
	"""Checks outgoing mail: agendas, invitations, minutes and digests are sent by email."""
	if not facts.has_account:
		what = Text(_("No email leaves this site: there is no default outgoing Email Account."))
		remedy = Text(_("Email Account, New: Enable Outgoing and Default Outgoing."))
		yield SiteFinding("mail-account", MAIL, SiteSeverity.SERIOUS, what, remedy)
	if facts.muted:
		what = Text(_("No email leaves this site: mute_emails is set in its configuration."))
		remedy = Text(_("Remove mute_emails from site_config.json, unless this is a site for trials."))
		yield SiteFinding("mail-muted", MAIL, SiteSeverity.SERIOUS, what, remedy)
	if facts.suspended:
		what = Text(_("Somebody has suspended sending."))
		remedy = Text(_("Email Queue, Menu: Resume Sending."))
		yield SiteFinding("mail-suspended", MAIL, SiteSeverity.SERIOUS, what, remedy)
	if facts.stuck:
		what = Text(
			_("Emails older than a day that have not been sent, or not to everybody: {0}."), (facts.stuck,)
		)
		remedy = Text(_("Email Queue shows each with its error. Put the cause right and send them again."))
		yield SiteFinding("mail-stuck", MAIL, SiteSeverity.SERIOUS, what, remedy)


def backups(facts: Backups) -> Iterator[SiteFinding]:
	"""Checks the backups; only those in the site's own folder can be seen from here."""
	remedy = Text(
		_(
			"Run bench --site your.site backup --with-files each night and copy the result to another"
			" machine. If backups are made another way, accept the finding and say how."
		)
	)
	if facts.database_age is None:
		what = Text(_("There is no backup of the database in the site's folder."))
		yield SiteFinding("backup-database", BACKUP, SiteSeverity.SERIOUS, what, remedy)
		return
	if facts.database_age > BACKUP_AGE:
		what = Text(_("The last backup of the database is {0} old."), (spoken(facts.database_age),))
		yield SiteFinding("backup-database", BACKUP, SiteSeverity.SERIOUS, what, remedy)
	both = (facts.files_age, facts.private_files_age)
	if any(age is None or age > BACKUP_AGE for age in both):
		what = Text(_("The latest backup leaves out files: papers, notes and attachments would be lost."))
		yield SiteFinding("backup-files", BACKUP, SiteSeverity.SERIOUS, what, remedy)
	if not facts.encrypted:
		what = Text(_("Backups are not encrypted: anybody who gets a copy has all the children's records."))
		encrypt = Text(
			_(
				"System Settings, Encrypt Backups; keep the key outside the site. Or make sure that the"
				" disk they are on is encrypted, then accept the finding and say so."
			)
		)
		yield SiteFinding("backup-encryption", BACKUP, SiteSeverity.SERIOUS, what, encrypt)


def print_engine(fault: str) -> Iterator[SiteFinding]:
	"""Checks that agendas, packs and minutes can be printed as PDF."""
	if fault:
		what = Text(_("WeasyPrint cannot be loaded ({0}): nothing can be printed to a PDF."), (fault,))
		remedy = Text(
			_("Install the system's package of Pango, and bench setup requirements --python; then restart.")
		)
		yield SiteFinding("print-engine", PRINT_ENGINE, SiteSeverity.SERIOUS, what, remedy)


def spoken(length: timedelta) -> str:
	"""Returns a length of time as people say it: "3 days", "5 h", "40 min"."""
	hours = int(length.total_seconds() // 3600)
	if hours >= 48:
		return f"{hours // 24} days"
	return f"{hours} h" if hours else f"{int(length.total_seconds() // 60)} min"

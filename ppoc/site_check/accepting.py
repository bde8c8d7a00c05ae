"""What "We know" means: whose word holds for which finding, and for how long. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.site_check.findings import Finding, Severity

LONGEST = timedelta(days=366)
LONGEST_FOR_CRITICAL = timedelta(days=92)


@dataclass(frozen=True)
class Acceptance:
	"""That somebody knows of a finding and lives with it until a date.

	Attributes:
		finding: the key of the finding.
		severity: how bad it was when it was accepted.
		scope: the roles, settings or advisories that it was about.
		until: the last day on which it holds.
	"""

	name: str
	finding: str
	severity: Severity
	scope: tuple[str, ...]
	reason: str
	until: date
	by: str

	def covers(self, finding: Finding, today: date) -> bool:
		"""Whether it still holds: not once it has ended, nor when the finding is worse or wider than it was."""
		return (
			self.finding == finding.key
			and today <= self.until
			and finding.severity >= self.severity
			and set(finding.scope) <= set(self.scope)
		)


@dataclass(frozen=True)
class Judged:
	"""A finding, and who said "We know" of it."""

	finding: Finding
	accepted: Acceptance | None = None


def judged(findings: Iterable[Finding], accepted: Iterable[Acceptance], today: date) -> list[Judged]:
	"""Each finding with the acceptance that holds for it today, if there is one."""
	words = list(accepted)
	return [
		Judged(finding, next((word for word in words if word.covers(finding, today)), None))
		for finding in findings
	]


def last_day(severity: Severity, today: date) -> date:
	"""The last day for which a finding may be accepted."""
	return today + (LONGEST_FOR_CRITICAL if severity == Severity.CRITICAL else LONGEST)


def is_serious(row: Judged) -> bool:
	"""Whether somebody has to do something: it is serious, or nobody knows, and nobody said "We know"."""
	return row.accepted is None and row.finding.severity <= Severity.UNKNOWN

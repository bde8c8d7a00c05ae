"""The rules of accepting a finding: which acceptance covers which finding, and for how long. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.site_check.findings import SiteFinding, SiteSeverity

LONGEST = timedelta(days=366)
LONGEST_FOR_CRITICAL = timedelta(days=92)


@dataclass(frozen=True)
class Acceptance:
	"""A statement by an administrator that a finding is known and accepted until a date.

	Attributes:
		finding: the key of the finding.
		severity: how bad it was when it was accepted.
		scope: the roles, settings or advisories that it was about.
		until: the last day on which it applies.
	"""

	name: str
	finding: str
	severity: SiteSeverity
	scope: tuple[str, ...]
	reason: str
	until: date
	by: str

	def covers(self, finding: SiteFinding, today: date) -> bool:
		"""Returns whether it still applies: not after its last day, nor if the finding is now worse or covers more."""
		return (
			self.finding == finding.key
			and today <= self.until
			and finding.severity >= self.severity
			and set(finding.scope) <= set(self.scope)
		)


@dataclass(frozen=True)
class JudgedFinding:
	"""A finding, and the acceptance that covers it, if there is one."""

	finding: SiteFinding
	accepted: Acceptance | None = None


def judged(
	findings: Iterable[SiteFinding], accepted: Iterable[Acceptance], today: date
) -> list[JudgedFinding]:
	"""Returns each finding with the acceptance that covers it today, if there is one."""
	words = list(accepted)
	return [
		JudgedFinding(finding, next((word for word in words if word.covers(finding, today)), None))
		for finding in findings
	]


def last_day(severity: SiteSeverity, today: date) -> date:
	"""Returns the last day until which a finding may be accepted."""
	return today + (LONGEST_FOR_CRITICAL if severity == SiteSeverity.CRITICAL else LONGEST)


def is_serious(row: JudgedFinding) -> bool:
	"""Returns whether somebody has to act: it is serious or unknown, and nobody has accepted it."""
	return row.accepted is None and row.finding.severity <= SiteSeverity.UNKNOWN

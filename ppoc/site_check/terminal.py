"""What the terminal shows about an installation: everything in the command, the worst lines after install and
migrate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import frappe
from frappe import _

from ppoc.site_check.accepting import JudgedFinding, is_serious
from ppoc.site_check.check_database import look

WORST_LINES = 5


def print_worst() -> None:
	"""Prints the worst of what can be checked at rest. Prints nothing if all is well, and never fails the
	migration."""
	try:
		lines = list(worst_lines(look(at_rest=True)))
	except Exception as error:
		lines = [_("The site check could not be run ({0}).").format(type(error).__name__)]
	for line in lines:
		print(line)


def worst_lines(rows: Sequence[JudgedFinding]) -> Iterator[str]:
	"""Yields at most `WORST_LINES` lines: the worst findings, and how many more there are."""
	serious = [row for row in rows if is_serious(row)]
	shown = serious if len(serious) <= WORST_LINES else serious[: WORST_LINES - 1]
	for row in shown:
		yield f"{_(row.finding.severity.label)}: {row.finding.what.say(_)}"
	if len(serious) > len(shown):
		command = f"bench --site {frappe.local.site} ppoc-site-check"
		yield _("{0} more: {1}").format(len(serious) - len(shown), command)


def all_lines(rows: Sequence[JudgedFinding]) -> Iterator[str]:
	"""Yields every finding with its remedy; those that an administrator has accepted come last."""
	for row in rows:
		if not row.accepted:
			finding = row.finding
			yield f"{_(finding.severity.label)}: {finding.title.say(_)}: {finding.what.say(_)}"
			yield f"    {finding.remedy.say(_)}"
	for row in rows:
		if row.accepted:
			known = _("Accepted by {0} until {1}").format(row.accepted.by, row.accepted.until)
			yield f"{known}: {row.finding.title.say(_)}: {row.finding.what.say(_)}"
	if not any(is_serious(row) for row in rows):
		yield _("Nothing serious.")

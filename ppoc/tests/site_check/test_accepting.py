"""When an acceptance applies. No site needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ppoc.site_check.accepting import Acceptance, is_serious, judged, last_day
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text

ROLES = SiteFinding(
	"two-factor-roles",
	Text("Two-factor login"),
	SiteSeverity.SERIOUS,
	Text("Roles without: {0}", ("Team Manager",)),
	scope=("Team Manager",),
)
WORD = Acceptance(
	"AR-00001",
	"two-factor-roles",
	SiteSeverity.SERIOUS,
	("Team Manager", "Social Worker"),
	"Tokens are being bought.",
	date(2026, 3, 31),
	"admin@example.org",
)


def test_it_holds_to_its_last_day_and_ends_by_itself():
	assert WORD.covers(ROLES, date(2026, 3, 31))
	assert not WORD.covers(ROLES, date(2026, 4, 1))


def test_it_does_not_hold_for_another_finding():
	assert not WORD.covers(replace(ROLES, key="two-factor-off"), date(2026, 3, 1))


def test_it_does_not_hold_once_the_finding_is_worse():
	assert not WORD.covers(replace(ROLES, severity=SiteSeverity.CRITICAL), date(2026, 3, 1))
	assert WORD.covers(replace(ROLES, severity=SiteSeverity.ADVICE), date(2026, 3, 1))


def test_it_does_not_hold_for_a_role_that_nobody_knew_of():
	wider = replace(ROLES, scope=("Team Manager", "Head of Service"))
	assert not WORD.covers(wider, date(2026, 3, 1))


def test_what_is_known_asks_nobody_to_do_anything():
	[known] = judged([ROLES], [WORD], date(2026, 3, 1))
	[open_again] = judged([ROLES], [WORD], date(2026, 5, 1))
	assert known.accepted == WORD
	assert not is_serious(known)
	assert is_serious(open_again)


def test_a_critical_finding_is_looked_at_again_sooner():
	day = date(2026, 1, 1)
	assert last_day(SiteSeverity.SERIOUS, day) == date(2027, 1, 2)
	assert last_day(SiteSeverity.CRITICAL, day) == date(2026, 4, 3)

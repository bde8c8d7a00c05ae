"""Fixtures for tests of the site check on a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ppoc.site_check import check_database
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text

TWO_FACTOR = SiteFinding(
	"two-factor-roles",
	Text("Two-factor login"),
	SiteSeverity.SERIOUS,
	Text("These roles are not asked: {0}.", ("Team Manager",)),
	Text("Tick it."),
	("Team Manager",),
)


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
	"""`finds(finding, …)` makes the checks find exactly these."""

	def finds(*findings: SiteFinding) -> None:
		def found(_facts: Any, at_rest: bool = False) -> list[SiteFinding]:
			return list(findings)

		monkeypatch.setattr(check_database, "findings_of", found)

	return finds

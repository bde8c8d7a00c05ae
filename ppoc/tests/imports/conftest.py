"""Fixtures: somebody who loads files into a team of their own, through the page's endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ppoc.imports import staging
from ppoc.tests import factories


@pytest.fixture
def loader(site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]) -> Iterator[Any]:
	"""Logs in a performance officer; returns the team, and takes away what was staged."""
	team = factories.make_team()
	user = user_with("Performance Officer")
	factories.grant(user, team.locality)
	set_user(user)
	yield team
	for run in staging.runs_held():
		staging.drop(run)

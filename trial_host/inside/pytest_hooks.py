"""What the plugins of the tool tell others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from trial_host.inside.pytest_site import Trial


@pytest.hookspec(firstresult=True)
def pytest_tables_put_back(bench: Trial, tables: set[str]) -> bool | None:
	"""These tables were put back after a test that committed. Whoever empties the cache of what came from them
	returns True; if nobody does, all of it goes."""


@pytest.hookspec
def pytest_tables_can_be_put_back(bench: Trial) -> bool | None:
	"""False while the server is about to write something of which neither a job nor a connection tells."""

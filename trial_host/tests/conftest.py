"""What tests of `./dev` share."""

from __future__ import annotations

import os

import pytest

from trial_host.bench import NOTHING_BEYOND_LOOPBACK, OUTSIDE


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
	"""The test may install packages, as the first lint on a machine does; nothing else of a trial leaves it."""
	for name, closed in NOTHING_BEYOND_LOOPBACK.items():
		if os.environ.get(name) == closed and (outside := os.environ.get(OUTSIDE + name)):
			monkeypatch.setenv(name, outside)
		elif os.environ.get(name) == closed:
			monkeypatch.delenv(name)

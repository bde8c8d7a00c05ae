"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_EVERY = 0.05
PATIENCE = 30.0


def wait_until(done: Callable[[], object], complaint: str, seconds: float = PATIENCE) -> None:
	"""Returns once `done()` is true; fails with the complaint when it is not within so many seconds."""
	deadline = time.monotonic() + seconds
	while not done():
		assert time.monotonic() < deadline, f"{complaint} within {seconds:.0f} s"
		time.sleep(LOOK_EVERY)

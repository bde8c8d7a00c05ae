"""What the user sees: steps with their time, one line each, and one clear line when something fails."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_running: list[str] = []


class Stop(Exception):
	"""A failure that the user can act on. Its message is all that is shown."""


class Terminated(KeyboardInterrupt):
	"""A polite request to end, as `./dev down` sends it; like Ctrl-C, but nobody else has heard it."""


def say(message: str = "") -> None:
	with _lock:
		_clear_live_line()
		print(message, flush=True)
		_draw_live_line()


@contextmanager
def step(name: str) -> Iterator[None]:
	"""Shows `name` while the block runs and its time when it is done. Steps may run side by side."""
	started = time.monotonic()
	with _lock:
		_running.append(name)
		_clear_live_line()
		_draw_live_line()
	outcome = "✗"
	try:
		yield
		outcome = "✓"
	finally:
		with _lock:
			_running.remove(name)
			_clear_live_line()
			print(f"  {outcome} {name}  {time.monotonic() - started:.1f} s", flush=True)
			_draw_live_line()


def _clear_live_line() -> None:
	if sys.stdout.isatty():
		print("\r\033[K", end="", flush=True)


def _draw_live_line() -> None:
	if _running and sys.stdout.isatty():
		print(f"  … {', '.join(_running)}", end="", flush=True)

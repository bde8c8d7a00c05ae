"""Telling a process that is still ours from another that got its number since."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

START_TIME_FIELD = 19  # in /proc/<pid>/stat, counted after the command's closing parenthesis


@dataclass(frozen=True)
class Process:
	pid: int
	started: str

	@staticmethod
	def current() -> Process:
		return Process.of(os.getpid())

	@staticmethod
	def of(pid: int) -> Process:
		return Process(pid, _start_time(pid))

	@property
	def alive(self) -> bool:
		return bool(self.started) and _start_time(self.pid) == self.started

	def end(self, number: signal.Signals, seconds: float) -> bool:
		"""Signals the process, if it is still the same one, and waits; true when it is gone."""
		deadline = time.monotonic() + seconds
		if self.alive:
			os.kill(self.pid, number)
		while self.alive and time.monotonic() < deadline:
			time.sleep(0.1)
		return not self.alive


def _start_time(pid: int) -> str:
	"""When the process started; empty for one that is gone or only waits to be collected."""
	try:
		fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
	except OSError:
		return ""
	return "" if fields[0] == "Z" else fields[START_TIME_FIELD]

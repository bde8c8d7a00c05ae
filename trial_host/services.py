"""The trial's own processes: started on loopback, watched, stopped together, never left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from trial_host.commands import end_with_parent, tail
from trial_host.console import Stop

LOOPBACK = "127.0.0.1"
READY_SECONDS = 180.0  # a busy machine takes its time; one that ends is noticed at once
GRACE_SECONDS = 15.0
POLL_SECONDS = 0.05


@dataclass
class Service:
	"""One process, with how to tell that it is ready."""

	name: str
	argv: Sequence[str | Path]
	log: Path
	ready: Callable[[], bool]
	cwd: Path | None = None
	env: Mapping[str, str] | None = None
	stop_with: signal.Signals = signal.SIGTERM
	process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

	def start(self) -> None:
		self.log.parent.mkdir(parents=True, exist_ok=True)
		with self.log.open("ab") as output:
			self.process = subprocess.Popen(
				[str(part) for part in self.argv],
				cwd=self.cwd,
				env=self.env,
				stdin=subprocess.DEVNULL,
				stdout=output,
				stderr=output,
				start_new_session=True,
				preexec_fn=end_with_parent,
			)

	def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
		deadline = time.monotonic() + seconds
		while not self.ready():
			if not self.running:
				raise Stop(f"{self.name} did not start. The end of {self.log}:\n{tail(self.log)}")
			if time.monotonic() > deadline:
				raise Stop(
					f"{self.name} was not ready after {seconds:.0f} s. The end of {self.log}:\n{tail(self.log)}"
				)
			time.sleep(POLL_SECONDS)

	@property
	def running(self) -> bool:
		return self.process is not None and self.process.poll() is None

	def stop(self) -> None:
		if not self.running or self.process is None:
			return
		self.process.send_signal(self.stop_with)
		with suppress(subprocess.TimeoutExpired):
			self.process.wait(GRACE_SECONDS)
		_end_group(self.process.pid)
		self.process.wait()


def _end_group(group: int) -> None:
	"""Ends what a process left in its group, as a worker's own children."""
	try:
		os.killpg(group, signal.SIGKILL)
	except ProcessLookupError:
		return


class Services:
	"""A set of processes that start in order and stop in the opposite order."""

	def __init__(self) -> None:
		self.started: list[Service] = []

	def __enter__(self) -> Services:
		return self

	def __exit__(self, *_: object) -> None:
		self.stop()

	def start(self, *services: Service) -> None:
		"""Starts them side by side and returns when all are ready."""
		for service in services:
			self.started.append(service)
			service.start()
		for service in services:
			service.wait_until_ready()

	def stop(self) -> None:
		while self.started:
			self.started.pop().stop()

	def first_ended(self) -> Service | None:
		return next((service for service in self.started if not service.running), None)


def free_port() -> int:
	with closing(socket.socket()) as probe:
		probe.bind((LOOPBACK, 0))
		return int(probe.getsockname()[1])


def answers(port: int) -> bool:
	with closing(socket.socket()) as probe:
		probe.settimeout(1)
		return probe.connect_ex((LOOPBACK, port)) == 0

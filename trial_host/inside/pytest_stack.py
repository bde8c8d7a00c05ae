"""Pytest plugin: a served site of its own, each of whose processes can be killed and started again.

The test site is not touched: this one has its own copy of the fresh site, its own MariaDB and its own Redis. They
keep what they acknowledge as those of a bench do: MariaDB writes each commit to disk, the Redis of the queue takes
the snapshots that Redis takes by default, and the Redis of the cache keeps nothing.
"""

from __future__ import annotations

import base64
import os
import resource
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import psutil
import pytest

from trial_host import settings
from trial_host.bench import Bench
from trial_host.databases import DATABASE, MariaDB, Redis, copy_folder
from trial_host.hosts import Host
from trial_host.inside.pytest_site import Trial
from trial_host.services import Service, Services, free_port
from trial_host.serving import Site

WEB_WORKERS = 2
TICK = 1  # seconds between two looks of the scheduler, instead of a minute or four
QUEUE = 0
WHOLE, CHILD, PARENT = "whole", "child", "parent"
GONE_WITHIN = 10.0


@dataclass
class Stack:
	"""The processes of one site, by name: web, worker, scheduler, cache, queue and database."""

	bench: Bench
	database: MariaDB
	mails: Path
	address: str
	queue_url: str
	parts: dict[str, Service] = field(default_factory=dict)
	orphans: list[psutil.Process] = field(default_factory=list)

	@property
	def site(self) -> str:
		return self.bench.settings.site

	@property
	def sites(self) -> Path:
		return self.bench.sites

	@property
	def environment(self) -> Mapping[str, str]:
		"""What a process of this site runs with."""
		return self.bench.server_environment()

	@property
	def python(self) -> Path:
		return self.bench.host.python

	def answers_ping(self) -> bool:
		"""Returns whether the web server answers, without the front door that names the site elsewhere."""
		where, headers = f"{self.address}/api/method/ping", {"X-Frappe-Site-Name": self.site}
		asked = Request(where, headers=headers)  # noqa: S310 - of this machine
		try:
			with build_opener(ProxyHandler({})).open(asked, timeout=30) as response:
				return bool(response.status == 200)
		except OSError:
			return False

	def kill(self, part: str, what: str = WHOLE) -> str:
		"""Ends a process without a chance to tidy up.

		Args:
			what: `whole` with all that it started; `child` one that it started, such as the process of a job; `parent`
				the process alone. If it has no child, it is killed itself.

		Returns:
			What was killed.
		"""
		service = self.parts[part]
		assert service.process is not None
		children = psutil.Process(service.process.pid).children(recursive=True)
		if what == CHILD and children:
			_end(children[:1])
			return CHILD
		_end([psutil.Process(service.process.pid), *(children if what != PARENT else ())])
		self.orphans += children if what == PARENT else ()
		service.process.wait()
		return what if children else WHOLE

	def cut_connections(self) -> None:
		"""Has the database end all connections of the site."""
		found = self.database.query(
			f"SELECT id FROM information_schema.processlist WHERE db = '{DATABASE}'"  # noqa: S608 - a constant
		)
		for number in (found or "").split():
			self.database.query(f"KILL CONNECTION {number}")

	@contextmanager
	def without_room_for_files(self, *parts: str) -> Iterator[None]:
		"""Within the block, no file can grow that these processes or those that they have started write."""
		processes = [each for part in parts for each in self._with_children(part)]
		before = {each.pid: resource.prlimit(each.pid, resource.RLIMIT_FSIZE) for each in processes}
		for pid, (_, most) in before.items():
			_limit(pid, (0, most))
		try:
			yield
		finally:
			for pid, limits in before.items():
				_limit(pid, limits)
			for each in (each for part in parts for each in self._with_children(part)):
				_limit(each.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

	def _with_children(self, part: str) -> list[psutil.Process]:
		service = self.parts[part]
		assert service.process is not None
		parent = psutil.Process(service.process.pid)
		return [parent, *parent.children(recursive=True)]

	def left_running(self) -> bool:
		"""Returns whether a process goes on whose parent was killed."""
		self.orphans = [process for process in self.orphans if _lives(process)]
		return bool(self.orphans)

	def start(self, part: str) -> None:
		"""Starts a process again, if it does not run, and returns when it is ready."""
		service = self.parts[part]
		if not service.running:
			service.start()
		service.wait_until_ready()

	def revive(self) -> None:
		"""Starts what has ended by itself, as the supervisor of a bench does: a worker ends that has lost its queue."""
		for service in self.parts.values():
			if not service.running:
				service.start()
				service.wait_until_ready()

	def stop(self, part: str) -> None:
		"""Asks a process to end, as a restart of the server does."""
		self.parts[part].stop()

	def log(self, part: str) -> str:
		"""Returns what the process has written."""
		return self.parts[part].log.read_text(errors="replace")

	def change_settings(self, **changes: Any) -> None:
		"""Changes the site's configuration."""
		self.bench.configure_site(changes)


def _limit(pid: int, limits: tuple[int, int]) -> None:
	with suppress(ProcessLookupError):
		resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _end(processes: list[psutil.Process]) -> None:
	for process in processes:
		with suppress(psutil.NoSuchProcess):
			process.send_signal(signal.SIGKILL)
	deadline = time.monotonic() + GONE_WITHIN
	while any(_lives(process) for process in processes) and time.monotonic() < deadline:
		time.sleep(0.01)


def _lives(process: psutil.Process) -> bool:
	try:
		return bool(process.status() != psutil.STATUS_ZOMBIE)
	except psutil.NoSuchProcess:
		return False


@pytest.fixture(scope="session")
def stack(bench: Trial) -> Iterator[Stack]:
	"""A site of its own with all its processes."""
	folder = bench.folder / "stack"
	with Services() as services:
		yield _started(bench, folder, services)


def _started(trial: Trial, folder: Path, services: Services) -> Stack:
	"""Makes the site from the fresh one and starts its processes."""
	logs, mails, port = folder / "logs", folder / "mails", free_port()
	host = Host(trial.source, trial.tree, trial.environment)
	bench = Bench(settings.load(), host, folder / "bench")
	database = MariaDB(folder / "mariadb", logs / "database.log", durable=True)
	cache = Redis(folder / "cache", logs / "cache.log")
	queue = Redis(folder / "queue", logs / "queue.log", takes_snapshots=True)
	copy_folder(trial.fresh_site / "mariadb", database.folder)
	bench.create(with_app=True)
	copy_folder(trial.fresh_site / "site", bench.site_folder)
	mails.mkdir(parents=True, exist_ok=True)
	site = Site(bench, database, cache, logs, mails, port, port)
	parts = {"database": database.service(), "cache": cache.service(), "queue": queue.service()}
	stack = Stack(bench, database, mails, site.address, queue.url(QUEUE), parts)
	services.start(*stack.parts.values())
	_configure(stack, cache)
	services.start(site.mail())
	web, worker = site.services(WEB_WORKERS, ["short,default,long"])
	worker.argv = [stack.python, "-m", "trial_host.inside.warm_worker", bench.settings.app, *worker.argv[4:]]
	web.ready, web.argv = stack.answers_ping, [*web.argv, "--preload"]  # as bench's supervisor starts it
	stack.parts.update(web=web, worker=worker, scheduler=site.scheduler())
	services.start(web, worker, stack.parts["scheduler"])
	return stack


def _configure(stack: Stack, cache: Redis) -> None:
	address = stack.queue_url
	common = {"redis_queue": address, "redis_socketio": address, "scheduler_tick_interval": TICK}
	stack.bench.configure(stack.database, cache, {"developer_mode": 0, **common})
	key = base64.urlsafe_b64encode(os.urandom(32)).decode()
	stack.change_settings(encryption_key=key, host_name=stack.address)

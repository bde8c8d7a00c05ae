"""The processes that make a bench a site one can open: web, worker, scheduler, realtime with the front door,
and a mail catcher. The demo and the tests' live server are the same processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from trial_host.bench import Bench
from trial_host.databases import DATABASE, MariaDB, Redis
from trial_host.hosts import NODE_SOURCES
from trial_host.services import LOOPBACK, Service, answers, free_port
from trial_host.system import program

WEB_THREADS = 4
REQUEST_SECONDS = 120
OUTGOING = "Outgoing"


@dataclass
class Site:
	"""A bench being served: where its parts listen."""

	bench: Bench
	database: MariaDB
	redis: Redis
	logs: Path
	mails: Path
	port: int
	web_port: int = 0
	mail_port: int = 0

	@property
	def address(self) -> str:
		return f"http://{LOOPBACK}:{self.port}"

	def __post_init__(self) -> None:
		self.web_port = self.web_port or free_port()

	def services(self, web_workers: int, queues: Sequence[str]) -> list[Service]:
		"""What runs the app's code, with a worker for each of `queues`."""
		return [self._web(web_workers), *map(self._worker, queues)]

	def mail(self) -> Service:
		"""The mail catcher, with the site's outgoing account pointed at it."""
		self.mail_port = free_port()
		self.database.query(
			f"UPDATE `tabEmail Account` SET smtp_server='{LOOPBACK}', smtp_port='{self.mail_port}' "  # noqa: S608
			f"WHERE name='{OUTGOING}'",
			DATABASE,
		)
		argv: list[str | Path] = [
			self._python,
			"-m",
			"trial_host.inside.mail_catcher",
			str(self.mail_port),
			self.mails,
		]
		return self._service("mail catcher", argv, lambda: answers(self.mail_port))

	def scheduler(self) -> Service:
		return self._service("scheduler", [*self._frappe, "schedule"], lambda: True)

	def answers_ping(self) -> bool:
		opener = build_opener(ProxyHandler({}))
		try:
			with opener.open(f"{self.address}/api/method/ping", timeout=30) as response:
				return bool(response.status == 200)
		except (URLError, OSError):
			return False

	def gateway(self) -> Service:
		"""The front door with the realtime server. It serves assets even where no web server runs behind it."""
		job = {
			"port": self.port,
			"web": self.web_port,
			"site": self.bench.settings.site,
			"sites": str(self.bench.sites),
			"redis": self.redis.url(Redis.QUEUE),
			"modules": str(self.bench.host.node_modules),
			"one_question": self.bench.host.asks_for_documents,
		}
		argv: list[str | Path] = [program("node"), NODE_SOURCES / "gateway.cjs", json.dumps(job)]
		return self._service("realtime", argv, lambda: answers(self.port))

	def _web(self, workers: int) -> Service:
		argv: list[str | Path] = [
			self._python,
			"-m",
			"gunicorn",
			f"--bind={LOOPBACK}:{self.web_port}",
			f"--workers={workers}",
			f"--threads={WEB_THREADS}",
			"--worker-class=gthread",
			f"--timeout={REQUEST_SECONDS}",
			"--worker-tmp-dir=/dev/shm" if Path("/dev/shm").is_dir() else "--worker-tmp-dir=/tmp",  # noqa: S108
			"frappe.app:application",
		]
		return self._service("web", argv, self.answers_ping)

	def _worker(self, queues: str) -> Service:
		argv: list[str | Path] = [*self._frappe, "worker", f"--queue={queues}", "--quiet"]
		return self._service(f"worker of {queues}", argv, lambda: True)

	def _service(self, name: str, argv: list[str | Path], ready: Callable[[], bool]) -> Service:
		log = self.logs / f"{name.replace(' ', '-').replace(',', '-')}.log"
		env = self.bench.server_environment()
		return Service(name, argv, log, ready, cwd=self.bench.sites, env=env)

	@property
	def _python(self) -> Path:
		return self.bench.host.python

	@property
	def _frappe(self) -> list[str | Path]:
		return [self._python, "-m", "frappe.utils.bench_helper", "frappe"]

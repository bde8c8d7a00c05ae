"""Pytest plugin: the test site as other processes see it. A live server, its mails, a browser on it, and the
database put back after tests that commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from trial_host import settings
from trial_host.bench import Bench
from trial_host.databases import DATABASE, MariaDB, Redis
from trial_host.hosts import Host
from trial_host.inside import pytest_hooks
from trial_host.inside.database_snapshot import DatabaseSnapshot
from trial_host.inside.pytest_site import Trial
from trial_host.services import LOOPBACK, Services
from trial_host.serving import Site
from trial_host.system import BROWSER, program

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

CHROMIUM_ARGUMENTS = (
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)
LOOK_EVERY = 0.05
PATIENCE = 30.0
PATIENCE_WITH_JOBS = 120.0  # a letter with a PDF takes ten seconds, and a night sends several
MOST_TOLD = 2_000
UNFINISHED = (b"queued", b"started", b"deferred")


@dataclass(frozen=True)
class Server:
	"""A served test site: web, worker and realtime processes, as in the demo but for the scheduler."""

	base_url: str
	web_url: str
	redis_url: str

	def settle(self, seconds: float = PATIENCE_WITH_JOBS) -> None:
		"""Returns when the worker has nothing left to do."""
		import redis

		connection = redis.from_url(self.redis_url)
		wait_until(lambda: not _unfinished_jobs(connection), "background jobs did not end", seconds)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
	pluginmanager.add_hookspecs(pytest_hooks)


@pytest.hookimpl(trylast=True)
def pytest_tables_put_back(bench: Trial) -> bool:
	"""Without anybody who knows better, nothing in the cache is kept: filling it anew costs two seconds."""
	import redis

	with redis.from_url(Redis(bench.folder, bench.folder, bench.redis_port).url(Redis.CACHE)) as cache:
		cache.flushdb()
	return True


@pytest.fixture(scope="session")
def live(bench: Trial) -> Iterator[Site]:
	"""The site's processes, none of them started yet but the mail catcher."""
	project = settings.load()
	folders = Bench(project, Host(bench.source, bench.tree, bench.environment), bench.folder / "bench")
	logs = bench.folder / "logs"
	database = MariaDB(bench.folder / "mariadb", logs / "mariadb.log", port=bench.mariadb_port)
	redis = Redis(bench.folder / "redis", logs / "redis.log", port=bench.redis_port)
	site = Site(folders, database, redis, logs, bench.folder / "mails", bench.port, bench.web_port)
	with Services() as services:
		services.start(site.mail())
		yield site


@pytest.fixture(scope="session")
def server(live: Site) -> Iterator[Server]:
	"""The test site on a free port of this machine, for the whole run. What it writes is committed, so the
	tests that use it ask for `committed` as well."""
	live.bench.build_app_bundles(live.logs / "bundles.log")
	configuration = {"developer_mode": 0, "allow_tests": True, "socketio_port": live.port}
	live.bench.configure(live.database, live.redis, configuration)
	live.bench.configure_site({"host_name": live.address})
	with Services() as services:
		services.start(*live.services(web_workers=1, queues=["short,default,long"]))
		web_url = f"http://{LOOPBACK}:{live.web_port}"
		yield Server(live.address, web_url, live.redis.url(Redis.QUEUE))


@pytest.fixture(scope="session")
def database_snapshot(live: Site) -> Iterator[DatabaseSnapshot]:
	snapshot = DatabaseSnapshot(live.database.port, live.database.root_password, DATABASE)
	yield snapshot
	snapshot.close()


@pytest.fixture(scope="session")
def database_root(database_snapshot: DatabaseSnapshot) -> pymysql.Connection:
	"""A connection to the database server as its administrator."""
	return database_snapshot.connection


@pytest.fixture
def committed(
	request: pytest.FixtureRequest, live: Site, database_snapshot: DatabaseSnapshot
) -> Iterator[None]:
	"""What the test commits, itself or through the server, is there for all until it ends; then the tables that
	changed are put back. About a tenth of a second, a second for the first test that asks for it.

	The cache goes with them: a plugin that knows what in it can stay says so by `pytest_tables_put_back`."""
	bench, hooks = request.getfixturevalue("bench"), request.config.hook
	database_snapshot.remember()
	yield
	try:
		if "server" in request.fixturenames:
			server = request.getfixturevalue("server")
			server.settle()
			wait_until(
				lambda: (
					all(hooks.pytest_tables_can_be_put_back(bench=bench)) and not database_snapshot.in_use()
				),
				"the server goes on with something",
				PATIENCE_WITH_JOBS,
			)
			server.settle()  # what it went on with can have left a job
	finally:
		tables = database_snapshot.restore()
		hooks.pytest_tables_put_back(bench=bench, tables=tables)


@pytest.fixture(scope="session")
def mail_folder(live: Site) -> Path:
	"""Where a mail server keeps each message that the site has sent, as an .eml file."""
	return live.mails


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		started = playwright.chromium.launch(
			executable_path=program(BROWSER), args=list(CHROMIUM_ARGUMENTS), headless=True
		)
		yield started
		started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
	item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
	"""A test that failed with a page open tells what stood there, and what went wrong on the server."""
	report = yield
	if not isinstance(item, pytest.Function):
		return report
	if call.when == "call" and report.failed and "browser" in item.funcargs:
		browser: Any = item.funcargs["browser"]
		for page in [p for context in browser.contexts for p in context.pages]:
			report.sections.append((f"Page {page.url}", _text_of(page)))
		if _is_connected():
			report.sections.append(("Errors of the server", _errors_logged()))
	return report


def _text_of(page: Page) -> str:
	try:
		return str(page.inner_text("body", timeout=2_000))[:MOST_TOLD]
	except Exception as error:  # the page can be gone, or hang: the failure itself is told all the same
		return f"not to be read: {error}"


def _is_connected() -> bool:
	import frappe

	return bool(getattr(frappe.local, "db", None))


def _errors_logged() -> str:
	import frappe

	try:
		frappe.db.rollback()
		rows = frappe.get_all("Error Log", fields=["method", "error"], order_by="creation desc", limit=3)
	except Exception as error:
		return f"not to be read: {error}"
	return "\n\n".join(f"{row.method}\n{str(row.error)[-MOST_TOLD:]}" for row in rows) or "none"


def wait_until(done: Callable[[], object], complaint: str, seconds: float = PATIENCE) -> None:
	deadline = time.monotonic() + seconds
	while not done():
		assert time.monotonic() < deadline, f"{complaint} within {seconds:.0f} s"
		time.sleep(LOOK_EVERY)


def _unfinished_jobs(connection: Any) -> list[bytes]:
	"""By each job's own status: a job that was just taken stands in no queue and not yet among the running. By what the
	queues hold too: a job that was enqueued twice under one name has ended after the first time, and runs once more."""
	waiting = [key for key in connection.keys("rq:queue:*") if connection.llen(key)]
	return waiting + [
		key for key in connection.keys("rq:job:*") if connection.hget(key, "status") in UNFINISHED
	]

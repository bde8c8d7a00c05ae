"""Pytest plugin: the test site as other processes see it. A live server, its mails, a browser on it, and the
database put back after tests that commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from trial_host import settings
from trial_host.bench import Bench
from trial_host.databases import DATABASE, MariaDB, Redis
from trial_host.hosts import Host
from trial_host.inside.pytest_site import TABLES_BEHIND_LASTING_KEYS, Trial, forget
from trial_host.inside.testing_mode import set_test_mode
from trial_host.services import Services
from trial_host.serving import Site
from trial_host.system import BROWSER, program

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

PASSWORD = "a long enough trial password 7"
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
	"""A served test site: web, worker, realtime and mail catcher, as in the demo but for the scheduler."""

	base_url: str
	mails: Path
	redis_url: str

	def settle(self, seconds: float = PATIENCE_WITH_JOBS) -> None:
		"""Returns when the worker has nothing left to do."""
		import redis

		connection = redis.from_url(self.redis_url)
		wait_until(lambda: not _unfinished_jobs(connection), "background jobs did not end", seconds)


@pytest.fixture(scope="session")
def live(trial: Trial) -> Iterator[Site]:
	"""The site's processes, none of them started yet but the mail catcher."""
	project = settings.load()
	bench = Bench(project, Host(trial.source, trial.tree, trial.environment), trial.folder / "bench")
	logs = trial.folder / "logs"
	database = MariaDB(trial.folder / "mariadb", logs / "mariadb.log", port=trial.mariadb_port)
	redis = Redis(trial.folder / "redis", logs / "redis.log", port=trial.redis_port)
	site = Site(bench, database, redis, logs, trial.folder / "mails", trial.port, trial.web_port)
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
		yield Server(live.address, live.mails, live.redis.url(Redis.QUEUE))


@pytest.fixture(scope="session")
def before_image(live: Site) -> Iterator[Any]:
	from trial_host.inside.before_image import BeforeImage

	image = BeforeImage(live.database.port, live.database.root_password, DATABASE)
	yield image
	image.close()


@pytest.fixture
def committed(request: pytest.FixtureRequest, live: Site, before_image: Any) -> Iterator[None]:
	"""What the test commits, itself or through the server, is there for all until it ends; then the tables that
	changed are put back. About a tenth of a second, a second for the first test that asks for it.

	The cache goes with them. What describes forms and lists stays in it unless one of their own tables was put
	back: filling it anew would cost the next test two seconds."""
	import redis

	before_image.remember()
	yield
	try:
		if "server" in request.fixturenames:
			server = request.getfixturevalue("server")
			server.settle()
			wait_until(
				lambda: not before_image.in_use(), "the server goes on with something", PATIENCE_WITH_JOBS
			)
			server.settle()  # what it went on with can have left a job
	finally:
		put_back = before_image.restore()
		with redis.from_url(live.redis.url(Redis.CACHE)) as cache:
			forget(cache, DATABASE, everything=not put_back.isdisjoint(TABLES_BEHIND_LASTING_KEYS))


class Mails:
	"""What the site has sent. `send_queued` does what the scheduler would do in a minute."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder

	def send_queued(self) -> list[EmailMessage]:
		"""Sends what waits in Email Queue through the mail server, and returns all that has arrived."""
		import frappe

		waiting = frappe.get_all("Email Queue", {"status": "Not Sent"}, pluck="name", order_by="creation")
		expected = len(self.all())
		set_test_mode(False)  # with it, Frappe only pretends to send
		try:
			for name in waiting:
				queued = frappe.get_doc("Email Queue", name)
				expected += len(queued.recipients)
				queued.send()
		finally:
			set_test_mode(True)
		wait_until(lambda: len(self.all()) >= expected, "mails did not arrive")
		return self.all()

	def all(self) -> list[EmailMessage]:
		"""The messages in the order they were sent."""
		return [_message(file) for file in sorted(self.folder.glob("*.eml"))]

	def to(self, address: str) -> list[EmailMessage]:
		return [message for message in self.all() if address in str(message["X-Envelope-To"])]


@pytest.fixture
def mails(live: Site, site: str) -> Mails:
	"""The caught mails of this test, none at its start."""
	for file in live.mails.glob("*.eml"):
		file.unlink()
	return Mails(live.mails)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		started = playwright.chromium.launch(
			executable_path=program(BROWSER), args=list(CHROMIUM_ARGUMENTS), headless=True
		)
		yield started
		started.close()


@pytest.fixture
def page(browser: Browser, committed: None, server: Server) -> Iterator[Page]:
	"""A page of a new browser profile on the served site; `page.goto("/app/todo")` is enough of an address."""
	context = browser.new_context(
		base_url=server.base_url,
		locale="en-GB",
		timezone_id="Europe/London",
		viewport={"width": 1280, "height": 900},
	)
	yield context.new_page()
	context.close()


@pytest.fixture
def log_in(site: str, page: Page) -> Callable[[str], None]:
	"""`log_in(user)` gives the page that user's session; the user gets a password for it."""
	import frappe
	from frappe.utils.password import update_password

	def log_in(user: str) -> None:
		update_password(user, PASSWORD)
		frappe.db.commit()
		answer = page.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
		assert answer.ok, f"{user} could not log in: {answer.text()}"

	return log_in


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
		if "site" in item.funcargs:
			report.sections.append(("Errors of the server", _errors_logged()))
	return report


def _text_of(page: Page) -> str:
	try:
		return str(page.inner_text("body", timeout=2_000))[:MOST_TOLD]
	except Exception as error:  # the page can be gone, or hang: the failure itself is told all the same
		return f"not to be read: {error}"


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
	"""By each job's own status: a job that was just taken stands in no queue and not yet among the running."""
	return [key for key in connection.keys("rq:job:*") if connection.hget(key, "status") in UNFINISHED]


def _message(file: Path) -> EmailMessage:
	message = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())
	assert isinstance(message, EmailMessage)
	return message

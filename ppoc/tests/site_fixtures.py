"""Pytest plugin: the fixtures of the app's tests. What a test writes that asks for `site` is rolled back.

They stand on the few things that `contract.py` asks of whoever brings a site: `./dev test`, or else an ordinary bench.
Tests that ask for none of them need neither Frappe nor a site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from ppoc.tests import bench_plugin
from ppoc.tests.contract import Bench, Server
from ppoc.tests.testing_mode import set_test_mode
from ppoc.tests.waiting import wait_until

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

COMMITTING = {"committed", "server"}
CHANGES_A_TABLE = re.compile(r"\s*(alter|create|drop|rename|truncate)\s+(?!temporary\b)", re.IGNORECASE)
"""Statements with which MariaDB commits what the test has written until then; later tests would find it."""

UNWATCHED_QUEUE = 15  # the last database that Redis has unless it is told otherwise
PASSWORD = "a long enough trial password 7"
BRINGS_A_SITE = "trial_host.inside.pytest_site"

# What Frappe keeps in Redis that a rolled back test cannot have changed; the rest goes after every test.
LASTING_KEYS = (
	"app_hooks",
	"all_apps",
	"app_modules",
	"module_app",
	"assets_json",
	"bench_assets",
	"doctype_meta",
	"doctype_form_meta",
	"table_columns",
	"merged_translations",
	"lang_user_translations",
	"website_route_rules",
	"website_page",
)

# Tables that the lasting keys are made from: when one of them was put back, nothing in the cache is kept.
TABLES_BEHIND_LASTING_KEYS = {
	*("tabDocType", "tabDocField", "tabDocPerm", "tabDocType Action", "tabDocType Link", "tabDocType State"),
	*("tabCustom Field", "tabCustom DocPerm", "tabProperty Setter", "tabDocType Layout", "tabModule Def"),
	*("tabClient Script", "tabPrint Format", "tabForm Tour", "tabList View Settings", "tabTranslation"),
	*("tabWorkflow", "tabWorkflow Document State", "tabWorkflow Transition", "tabWorkflow State"),
	*("tabInstalled Application", "tabSingles", "tabWeb Page", "tabWeb Form", "tabPage", "tabLanguage"),
}


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
	"""Where nobody has brought a site, that of an ordinary bench is asked for."""
	if not config.pluginmanager.has_plugin(BRINGS_A_SITE):
		config.pluginmanager.register(bench_plugin, bench_plugin.__name__)


@pytest.hookimpl(optionalhook=True)
def pytest_tables_put_back(bench: Bench, tables: set[str]) -> bool:
	"""After a test that committed: what describes forms and lists stays in the cache unless one of their own tables
	was put back. Filling it anew would cost the next test two seconds."""
	import frappe

	frappe.init(site=bench.site, sites_path=str(bench.sites), force=True)
	forget(frappe.cache, frappe.conf.db_name, everything=not tables.isdisjoint(TABLES_BEHIND_LASTING_KEYS))
	frappe.destroy()
	return True


@pytest.hookimpl(optionalhook=True)
def pytest_tables_can_be_put_back(bench: Bench) -> bool:
	"""The server brings the audit trail's entries into the database a second after its answers."""
	from ppoc.access.audit import collecting, spool

	return not list((bench.sites / bench.site).joinpath(*collecting.FOLDER).glob(f"*{spool.ENDING}"))


@pytest.fixture
def site(bench: Bench, request: pytest.FixtureRequest) -> Iterator[str]:
	"""A connection to the test site as Administrator; whatever the test writes is rolled back.

	`frappe.db.commit()` in tested code keeps the transaction open and only runs what waits for a commit. A
	test whose subject is the commit itself, or that other processes must see, asks for `committed` too.
	"""
	import frappe

	commits = bool(request.node.get_closest_marker("commits")) or not COMMITTING.isdisjoint(
		request.fixturenames
	)
	if commits:
		request.getfixturevalue("committed")
	frappe.init(site=bench.site, sites_path=str(bench.sites), force=True)
	with _queue(watched="server" in request.fixturenames):
		frappe.connect()
		set_test_mode(True)
		frappe.flags.mute_emails = False
		cache = CacheWatch()
		try:
			with cache.watching(), _commit_held_back(commits):
				yield bench.site
		finally:
			_roll_back()
			cache.clear()
			frappe.destroy()


@contextmanager
def _queue(watched: bool) -> Iterator[None]:
	"""Jobs of a test that does not ask for `server` wait where no worker looks, and go with it: the worker that an
	earlier test started would do them in the middle of this one, or while its tables are put back."""
	import frappe
	from frappe.utils import background_jobs

	background_jobs._redis_queue_conn = None
	if watched:
		yield
		return
	address = urlsplit(frappe.conf.redis_queue)._replace(path=f"/{UNWATCHED_QUEUE}").geturl()
	try:
		with pytest.MonkeyPatch.context() as patch:
			patch.setenv("FRAPPE_REDIS_QUEUE", address)  # for connections that the test makes itself
			frappe.conf.redis_queue = address
			yield
			if background_jobs._redis_queue_conn:
				background_jobs._redis_queue_conn.flushdb()
	finally:
		background_jobs._redis_queue_conn = None


def _roll_back() -> None:
	import frappe

	try:
		frappe.db.rollback()
	except Exception as error:
		# Ctrl-C in the middle of a query leaves no connection, and with it no transaction.
		if type(error).__name__ != "InterfaceError":
			raise


@pytest.fixture
def in_use(site: str) -> Iterator[Callable[[], None]]:
	"""`in_use()`: from here to its end the site is as one that people use, without what Frappe does for tests."""
	yield lambda: set_test_mode(False)
	set_test_mode(True)


@pytest.fixture
def set_user(site: str) -> Callable[[str], Any]:
	"""`set_user(name)` acts as that user until the test ends; `with set_user(name):` for the block only."""
	import frappe

	@contextmanager
	def back_to(before: str) -> Iterator[None]:
		try:
			yield
		finally:
			frappe.set_user(before)

	def set_user(name: str) -> Any:
		before = frappe.session.user
		frappe.set_user(name)
		return back_to(before)

	return set_user


@pytest.fixture
def user_with(site: str) -> Callable[..., str]:
	"""`user_with("Team Manager", name="tm@example.org")` gives a system user with these roles. The rows are
	written directly: a User saved the long way clears the whole cache, which costs a second each time."""
	import frappe
	from frappe.desk.doctype.notification_settings.notification_settings import create_notification_settings

	def user_with(*roles: str, name: str = "") -> str:
		name = name or f"{frappe.generate_hash(length=10)}@example.org"
		first_name = name.partition("@")[0]
		user = frappe.get_doc(
			{
				"doctype": "User",
				"email": name,
				"first_name": first_name,
				"full_name": first_name,
				"enabled": 1,
			}
		)
		user.update({"name": name, "user_type": "System User", "send_welcome_email": 0})
		user.db_insert()
		for role in roles:
			row = frappe.get_doc({"doctype": "Has Role", "parent": name, "role": role})
			row.update(
				{"parenttype": "User", "parentfield": "roles", "name": frappe.generate_hash(length=10)}
			)
			row.db_insert()
		create_notification_settings(name)  # Desk does not open without them
		frappe.clear_cache(user=name)
		return name

	return user_with


@contextmanager
def _commit_held_back(commits: bool) -> Iterator[None]:
	import frappe

	database = frappe.db
	if commits:
		yield
		return
	# Inserts check for writes that were never committed; the whole test is one transaction by design.
	database.commit = _run_what_waits_for_a_commit
	database.auto_commit_on_many_writes = False
	frappes_own_check = database.check_implicit_commit

	def check(query: Any, *query_type: Any) -> None:
		assert not CHANGES_A_TABLE.match(str(query)), f"This commits, so ask for `committed`: {query}"
		frappes_own_check(query, *query_type)

	database.check_implicit_commit = check
	try:
		yield
	finally:
		del database.commit, database.check_implicit_commit


def _run_what_waits_for_a_commit(*_: Any, **__: Any) -> None:
	import frappe

	database = frappe.db
	database.transaction_writes = 0
	for waiting in ("before_commit", "after_commit"):
		callbacks = getattr(database, waiting, None)
		if hasattr(callbacks, "run"):
			callbacks.run()


class CacheWatch:
	"""Redis does not roll back: what a test put there goes with its transaction."""

	def __init__(self) -> None:
		self.schema_changed = False

	@contextmanager
	def watching(self) -> Iterator[None]:
		"""Notices a change of forms or settings, after which nothing in the cache can be kept."""
		import frappe

		clear_cache = frappe.clear_cache

		def noticed(*args: Any, **kwargs: Any) -> Any:
			of_a_user = bool(args) or "user" in kwargs
			self.schema_changed = self.schema_changed or not of_a_user
			return clear_cache(*args, **kwargs)

		frappe.clear_cache = noticed
		try:
			yield
		finally:
			frappe.clear_cache = clear_cache

	def clear(self) -> None:
		import frappe

		forget(frappe.cache, frappe.conf.db_name, everything=self.schema_changed)
		_clear_client_cache()


def forget(cache: Any, database: str, everything: bool) -> None:
	"""Empties the cache in Redis of what a test can have left there, or of everything."""
	if everything:
		cache.flushdb()
		return
	prefix = f"{database}|".encode()
	stale = [
		key
		for key in cache.keys(prefix + b"*")
		if key.removeprefix(prefix).decode(errors="replace") not in LASTING_KEYS
	]
	if stale:
		cache.delete(*stale)


def _clear_client_cache() -> None:
	"""From version 16 on, a part of the cache is kept in the process as well."""
	import frappe

	if client_cache := getattr(frappe, "client_cache", None):
		client_cache.clear_cache()


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
def mails(mail_folder: Path, site: str) -> Mails:
	"""The caught mails of this test, none at its start."""
	for file in mail_folder.glob("*.eml"):
		file.unlink()
	return Mails(mail_folder)


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
	return lambda user: sign_in(page, user)


def sign_in(page: Page, user: str) -> None:
	"""The user gets a password, and the page that user's session.

	Somebody else's page is left first, and who is logged in is asked: an answer that is still on its way can bring the
	former session back.
	"""
	import frappe
	from frappe.utils.password import update_password

	update_password(user, PASSWORD)
	frappe.db.commit()
	if page.url != "about:blank":
		page.goto("about:blank")
	for _try in range(5):
		answer = page.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
		assert answer.ok, f"{user} could not log in: {answer.text()}"
		if page.request.get("/api/method/frappe.auth.get_logged_user").json().get("message") == user:
			return


def _message(file: Path) -> EmailMessage:
	message = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())
	assert isinstance(message, EmailMessage)
	return message

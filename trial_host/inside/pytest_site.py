"""Pytest plugin: the test site. A test that asks for `site` runs in a transaction that is rolled back.

Tests that ask for none of the fixtures here need neither Frappe nor a site.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trial_host.databases import Redis
from trial_host.inside.testing_mode import set_test_mode

STATE_VARIABLE = "TRIAL_HOST_STATE"
FROM_THE_SITE = "site"

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


@dataclass(frozen=True)
class Trial:
	"""What ./dev test has started for this process, and where."""

	site: str
	sites: Path
	tree: Path
	source: str
	environment: Path
	folder: Path
	mariadb_port: int
	redis_port: int
	port: int
	web_port: int


# Tables that the lasting keys are made from: when one of them was put back, nothing in the cache is kept.
TABLES_BEHIND_LASTING_KEYS = {
	*("tabDocType", "tabDocField", "tabDocPerm", "tabDocType Action", "tabDocType Link", "tabDocType State"),
	*("tabCustom Field", "tabCustom DocPerm", "tabProperty Setter", "tabDocType Layout", "tabModule Def"),
	*("tabClient Script", "tabPrint Format", "tabForm Tour", "tabList View Settings", "tabTranslation"),
	*("tabWorkflow", "tabWorkflow Document State", "tabWorkflow Transition", "tabWorkflow State"),
	*("tabInstalled Application", "tabSingles", "tabWeb Page", "tabWeb Form", "tabPage", "tabLanguage"),
}

# About how many seconds a test takes, by what it asks for; `slow` says it for one that takes longer.
SECONDS = {"browser": 5.0, "commits": 1.0, "site": 0.3}
SECONDS_OF_THE_REST = 0.05


SLOW_FAMILIES = "browser or slow"


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption("--all", action="store_true", help="run the slow families of the whole suite too")


def pytest_configure(config: pytest.Config) -> None:
	"""Frappe asks the environment which bench is meant: of a run in several processes, each has its own.

	The whole suite is run without its slow families, unless `--all` or `-m` asks for them; what is named is run.
	"""
	names_nothing = config.args_source is pytest.Config.ArgsSource.TESTPATHS
	if names_nothing and not config.option.all and not config.option.markexpr and not config.option.keyword:
		config.option.markexpr = f"not ({SLOW_FAMILIES})"  # the other processes are told of it
	if path := os.environ.get(STATE_VARIABLE):
		os.environ["FRAPPE_BENCH_ROOT"] = str(Path(_state(path, config)["trial"]) / "bench")


def pytest_report_header(config: pytest.Config) -> str:
	if config.option.markexpr == f"not ({SLOW_FAMILIES})":
		return f"left out: what is marked {SLOW_FAMILIES}; ./dev test --all runs it, as CI does"
	return ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	for item in items:
		names = getattr(item, "fixturenames", ())
		if FROM_THE_SITE in names or "trial" in names:
			item.add_marker(pytest.mark.site)
		if "page" in names or "browser" in names:
			item.add_marker(pytest.mark.browser)
		if "committed" in names or "server" in names:
			item.add_marker(pytest.mark.commits)
	if _is_one_of_several(config):
		items[:] = _longest_files_first(items)


def _is_one_of_several(config: pytest.Config) -> bool:
	return hasattr(config, "workerinput")


def _longest_files_first(items: list[pytest.Item]) -> list[pytest.Item]:
	"""The last file to be started then is a short one, and all processes end at about the same time."""
	seconds: dict[Path, float] = defaultdict(float)
	for item in items:
		seconds[item.path] += _seconds(item)
	return sorted(items, key=lambda item: -seconds[item.path])


def _seconds(item: pytest.Item) -> float:
	slow = item.get_closest_marker("slow")
	if slow and slow.args:
		return float(slow.args[0])
	return next((SECONDS[name] for name in SECONDS if item.get_closest_marker(name)), SECONDS_OF_THE_REST)


def _state(path: str, config: pytest.Config) -> dict[str, Any]:
	"""What ./dev test wrote down of this process's site; xdist calls the processes gw0, gw1 and so on."""
	worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
	return dict(json.loads(Path(path).read_text())[int(worker.removeprefix("gw"))])


@pytest.fixture(scope="session")
def trial(pytestconfig: pytest.Config) -> Trial:
	"""Where the test site is. `./dev test` starts it; plain pytest runs only what needs no site."""
	path = os.environ.get(STATE_VARIABLE)
	if not path:
		pytest.fail("this test needs the test site: run it with ./dev test", pytrace=False)
	state = _state(path, pytestconfig)
	os.chdir(state["sites"])  # Frappe finds logs and assets from here
	return Trial(
		site=state["site"],
		sites=Path(state["sites"]),
		tree=Path(state["tree"]),
		source=state["source"],
		environment=Path(state["environment"]),
		folder=Path(state["trial"]),
		mariadb_port=state["mariadb_port"],
		redis_port=state["redis_port"],
		port=state["port"],
		web_port=state["web_port"],
	)


@pytest.fixture
def site(trial: Trial, request: pytest.FixtureRequest) -> Iterator[str]:
	"""A connection to the test site as Administrator; whatever the test writes is rolled back.

	`frappe.db.commit()` in tested code keeps the transaction open and only runs what waits for a commit. A
	test whose subject is the commit itself, or that other processes must see, asks for `committed` too.
	"""
	import frappe

	commits = request.node.get_closest_marker("commits") is not None
	if commits:
		request.getfixturevalue("committed")
	with _queue(trial, watched="server" in request.fixturenames):
		frappe.init(site=trial.site, sites_path=str(trial.sites), force=True)
		frappe.connect()
		set_test_mode(True)
		frappe.flags.mute_emails = False
		cache = CacheWatch()
		try:
			with cache.watching(), _commit_held_back(commits):
				yield trial.site
		finally:
			_roll_back()
			cache.clear()
			frappe.destroy()


@contextmanager
def _queue(trial: Trial, watched: bool) -> Iterator[None]:
	"""Jobs of a test that does not ask for `server` wait where no worker looks, and go with it: the worker that an
	earlier test started would do them in the middle of this one, or while its tables are put back."""
	import redis
	from frappe.utils import background_jobs

	background_jobs._redis_queue_conn = None
	if watched:
		yield
		return
	address = Redis(trial.folder, trial.folder, trial.redis_port).url(Redis.UNWATCHED_QUEUE)
	try:
		with pytest.MonkeyPatch.context() as patch:
			patch.setenv("FRAPPE_REDIS_QUEUE", address)
			yield
	finally:
		background_jobs._redis_queue_conn = None
		with redis.from_url(address) as queue:
			queue.flushdb()


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
	try:
		yield
	finally:
		del database.commit


def _run_what_waits_for_a_commit(*_: Any, **__: Any) -> None:
	import frappe

	database = frappe.db
	database.transaction_writes = 0
	for waiting in ("before_commit", "after_commit"):
		callbacks = getattr(database, waiting, None)
		if callbacks is not None and hasattr(callbacks, "run"):
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

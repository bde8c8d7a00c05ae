"""Pytest plugin: the bench with the test site, and the order in which several processes take the tests.

How a test writes to the site and what is rolled back is up to the tests; those that ask for none of the fixtures here
and in `pytest_live` need neither Frappe nor a site.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

STATE_VARIABLE = "TRIAL_HOST_STATE"


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
	fresh_site: Path

	@property
	def python(self) -> Path:
		return self.environment / "bin" / "python"


# About how many seconds a test takes, by what it asks for; `slow` says it for one that takes longer.
SECONDS = {"browser": 5.0, "faults": 4.0, "commits": 1.0, "site": 0.3}
SECONDS_OF_THE_REST = 0.05


RUN_BY_NAME = "faults or inputs"
"""Families that take longer than CI has time for. `-m` runs them, before a release."""

SLOW_FAMILIES = f"attacks or browser or slow or trust or {RUN_BY_NAME}"


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption("--all", action="store_true", help="run the slow families of the whole suite too")


def pytest_configure(config: pytest.Config) -> None:
	"""Frappe asks the environment which bench is meant: of a run in several processes, each has its own.

	The whole suite is run without its slow families, unless `--all` or `-m` asks for them; what is named is run.
	"""
	names_nothing = config.args_source is pytest.Config.ArgsSource.TESTPATHS
	if names_nothing and not config.option.markexpr and not config.option.keyword:
		left_out = RUN_BY_NAME if config.option.all else SLOW_FAMILIES
		config.option.markexpr = f"not ({left_out})"  # the other processes are told of it
	if path := os.environ.get(STATE_VARIABLE):
		os.environ["FRAPPE_BENCH_ROOT"] = str(Path(_state(path, config)["trial"]) / "bench")


def pytest_report_header(config: pytest.Config) -> str:
	if config.option.markexpr == f"not ({SLOW_FAMILIES})":
		return f"left out: what is marked {SLOW_FAMILIES}; ./dev test --all runs all but {RUN_BY_NAME}, as CI does"
	if config.option.markexpr == f"not ({RUN_BY_NAME})":
		return f"left out: what is marked {RUN_BY_NAME}; -m runs it"
	return ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	for item in items:
		names = getattr(item, "fixturenames", ())
		if "bench" in names:
			item.add_marker(pytest.mark.site)
		if "browser" in names:
			item.add_marker(pytest.mark.browser)
		if "stack" in names:
			item.add_marker(pytest.mark.faults)
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
def bench(pytestconfig: pytest.Config) -> Trial:
	"""Where the test site is. `./dev test` starts its database and Redis; `server` starts the rest."""
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
		fresh_site=Path(state["fresh_site"]),
	)

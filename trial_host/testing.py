"""`./dev test`: test sites of its own, made from the cache for every run, and pytest on them.

The whole suite, or several files of it, runs in two processes where the machine has two cores; each has a site,
a database server, a Redis and everything else of its own, so that neither can notice the other.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from trial_host import places, system
from trial_host.bench import NOTHING_BEYOND_LOOPBACK, OUTSIDE, Bench
from trial_host.commands import end_with_parent
from trial_host.console import Terminated, step
from trial_host.databases import MariaDB, Redis, copy_folder
from trial_host.preparing import Prepared, prepare
from trial_host.services import Services, free_port
from trial_host.serving import Site
from trial_host.settings import ROOT, Settings
from trial_host.store import locked

STATE_VARIABLE = "TRIAL_HOST_STATE"
PLUGINS = ("pytest_site", "pytest_live", "pytest_stack", "pytest_requirements")
MOST_PROCESSES = 2
LEFT_BY_THE_LAST_RUN = ("mariadb", "bench", "mails", "stack")

# Whoever debugs, picks by name, stops at the first failure or only looks at the collection has one process.
ONE_PROCESS = frozenset(
	"--pdb --trace --exitfirst --maxfail --capture --setup-show --setup-only --setup-plan --last-failed --lf "
	"--failed-first --ff --stepwise --sw --collect-only --co --keyword --help --version --markers --fixtures "
	"--cache-show --debug".split()
)
ONE_PROCESS_LETTERS = re.compile(r"-[qvlx]*[xskhV]")
PROCESSES = re.compile(r"(?:-n=?|--numprocesses(?:=|$))(\w*)")


def test(settings: Settings, frappe: Path | None, pytest_arguments: Sequence[str]) -> int:
	folder = places.trial_root(settings) / "test"
	busy = f"another ./dev test is running in {places.shown(folder)}; {settings.trial_variable} gives it another folder"
	count = processes_for(pytest_arguments, len(os.sched_getaffinity(0)))
	with locked(folder / "run.lock", busy, wait=False):
		prepared = prepare(settings, system.TO_TEST, frappe)
		with Services() as services:
			sites = _start(prepared, folder, services, count)
			_write_state(sites, folder, prepared.fresh_site)
			return _pytest(sites[0].bench, folder, distributed(pytest_arguments, count))


def processes_for(arguments: Sequence[str], cores: int) -> int:
	"""How many processes these arguments of pytest are worth; each gets a site of its own.

	`-n` says it outright. Else two, where what is named, or the whole suite, is more than one file.
	"""
	asked = _asked_for(arguments)
	if asked is not None:
		return max(1, cores if not asked.isdigit() else int(asked))
	options = [argument.partition("=")[0] for argument in arguments if argument.startswith("-")]
	if any(option in ONE_PROCESS or _is_for_one(option) for option in options):
		return 1
	named = {path for argument in arguments if (path := ROOT / argument.partition("::")[0]).exists()}
	one_file = len(named) == 1 and all(path.is_file() for path in named)
	return 1 if one_file else min(MOST_PROCESSES, cores)


def _is_for_one(option: str) -> bool:
	return not option.startswith("--") and bool(ONE_PROCESS_LETTERS.match(option))


def _asked_for(arguments: Sequence[str]) -> str | None:
	"""The value of `-n`, however it is written; None without one."""
	for place, argument in enumerate(arguments):
		if found := PROCESSES.fullmatch(argument):
			return found[1] or next(iter(arguments[place + 1 :]), "")
	return None


def distributed(arguments: Sequence[str], count: int) -> list[str]:
	"""The arguments with what divides the tests: file by file, in the order of the collection, which starts
	with the longest. A process that crashes is not replaced, for its site is gone with it."""
	if count == 1:
		return [*arguments, *(() if _asked_for(arguments) is None else ("-n0",))]
	return [*arguments, f"-n{count}", "--dist=loadfile", "--no-loadscope-reorder", "--max-worker-restart=0"]


def _start(prepared: Prepared, folder: Path, services: Services, count: int) -> list[Site]:
	"""The sites with their database and Redis, each in a numbered folder."""
	for place in (folder, *folder.glob("[0-9]*")):
		for leftover in LEFT_BY_THE_LAST_RUN:
			shutil.rmtree(place / leftover, ignore_errors=True)
	with step("a test site" if count == 1 else f"{count} test sites, one for each process"):
		sites = [_site(prepared, folder / str(number), services) for number in range(1, count + 1)]
		services.start(*(site.gateway() for site in sites))
	return sites


def _site(prepared: Prepared, folder: Path, services: Services) -> Site:
	bench = Bench(prepared.settings, prepared.host, folder / "bench")
	database = MariaDB(folder / "mariadb", folder / "logs" / "mariadb.log")
	redis = Redis(folder / "redis", folder / "logs" / "redis.log")
	copy_folder(prepared.fresh_site / "mariadb", database.folder)
	bench.create(with_app=True)
	copy_folder(prepared.fresh_site / "site", bench.site_folder)
	services.start(database.service(), redis.service())
	bench.configure(database, redis, {"developer_mode": 1, "allow_tests": True})
	site = Site(bench, database, redis, folder / "logs", folder / "mails", free_port())
	# The tests and the server share one key from the start: version 16 reads its settings once a minute.
	bench.configure_site({"encryption_key": base64.urlsafe_b64encode(os.urandom(32)).decode()})
	if not bench.host.is_snapshot:
		# Releases make no PDF whose style sheets cannot be fetched; the snapshot prints without them.
		bench.configure_site({"host_name": site.address})
	site.mails.mkdir()
	return site


def _write_state(sites: Sequence[Site], folder: Path, fresh_site: Path) -> None:
	"""What the tests' fixtures have to know to reach the site of their process and to serve it."""
	state = [
		{
			"site": site.bench.settings.site,
			"sites": str(site.bench.sites),
			"tree": str(site.bench.host.tree),
			"source": site.bench.host.source,
			"environment": str(site.bench.host.environment),
			"trial": str(site.bench.folder.parent),
			"mariadb_port": site.database.port,
			"redis_port": site.redis.port,
			"port": site.port,
			"web_port": site.web_port,
			"fresh_site": str(fresh_site),
		}
		for site in sites
	]
	(folder / "state.json").write_text(json.dumps(state, indent=1))


def _pytest(bench: Bench, folder: Path, arguments: Sequence[str]) -> int:
	env = bench.environment()
	env |= {OUTSIDE + name: os.environ[name] for name in NOTHING_BEYOND_LOOPBACK if name in os.environ}
	env[STATE_VARIABLE] = str(folder / "state.json")
	env["FRAPPE_STREAM_LOGGING"] = "1"  # Frappe's log files are found from the sites folder only
	argv = [
		str(bench.host.python),
		"-m",
		"pytest",
		f"--config-file={ROOT / 'pyproject.toml'}",
		f"--rootdir={ROOT}",
		*(f"-ptrial_host.inside.{name}" for name in PLUGINS),
		*arguments,
	]
	process = subprocess.Popen(argv, cwd=ROOT, env=env, preexec_fn=end_with_parent)
	try:
		return process.wait()
	except Terminated:
		process.send_signal(signal.SIGINT)
		return process.wait()
	except KeyboardInterrupt:
		return process.wait()  # Ctrl-C reached pytest too, which ends in its own way

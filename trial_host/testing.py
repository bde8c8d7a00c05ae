"""`./dev test`: a test site of its own, made from the cache for every run, and pytest on it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from trial_host import places, system
from trial_host.bench import Bench
from trial_host.commands import end_with_parent
from trial_host.console import Terminated, step
from trial_host.databases import MariaDB, Redis, copy_folder
from trial_host.preparing import Prepared, prepare
from trial_host.services import Services, free_port
from trial_host.serving import Site
from trial_host.settings import ROOT, Settings
from trial_host.store import locked

STATE_VARIABLE = "TRIAL_HOST_STATE"


def test(settings: Settings, frappe: Path | None, pytest_arguments: Sequence[str]) -> int:
	folder = places.trial_root(settings) / "test"
	busy = f"another ./dev test is running in {places.shown(folder)}; {settings.trial_variable} gives it another folder"
	with locked(folder / "run.lock", busy, wait=False):
		prepared = prepare(settings, system.TO_TEST, frappe)
		with Services() as services:
			state = _start(prepared, folder, services)
			return _pytest(state, pytest_arguments)


def _start(prepared: Prepared, folder: Path, services: Services) -> Bench:
	for leftover in ("mariadb", "bench", "mails"):
		shutil.rmtree(folder / leftover, ignore_errors=True)
	bench = Bench(prepared.settings, prepared.host, folder / "bench")
	database = MariaDB(folder / "mariadb", folder / "logs" / "mariadb.log")
	redis = Redis(folder / "redis", folder / "logs" / "redis.log")
	with step("a test site"):
		copy_folder(prepared.fresh_site / "mariadb", database.folder)
		bench.create(with_app=True)
		copy_folder(prepared.fresh_site / "site", bench.site_folder)
		services.start(database.service(), redis.service())
		bench.configure(database, redis, {"developer_mode": 1, "allow_tests": True})
		site = Site(bench, database, redis, folder / "logs", folder / "mails", free_port())
		services.start(site.gateway())
		# The tests and the server share one key from the start: version 16 reads its settings once a minute.
		bench.configure_site({"encryption_key": base64.urlsafe_b64encode(os.urandom(32)).decode()})
		if not bench.host.is_snapshot:
			# Releases make no PDF whose style sheets cannot be fetched; the snapshot prints without them.
			bench.configure_site({"host_name": site.address})
	site.mails.mkdir()
	_write_state(site, folder)
	return bench


def _write_state(site: Site, folder: Path) -> None:
	"""What the tests' fixtures have to know to reach the site and to serve it."""
	state = {
		"site": site.bench.settings.site,
		"sites": str(site.bench.sites),
		"tree": str(site.bench.host.tree),
		"source": site.bench.host.source,
		"environment": str(site.bench.host.environment),
		"trial": str(folder),
		"mariadb_port": site.database.port,
		"redis_port": site.redis.port,
		"port": site.port,
		"web_port": site.web_port,
	}
	(folder / "state.json").write_text(json.dumps(state, indent=1))


def _pytest(bench: Bench, arguments: Sequence[str]) -> int:
	env = bench.environment()
	env[STATE_VARIABLE] = str(bench.folder.parent / "state.json")
	argv = [
		str(bench.host.python),
		"-m",
		"pytest",
		f"--config-file={ROOT / 'pyproject.toml'}",
		f"--rootdir={ROOT}",
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

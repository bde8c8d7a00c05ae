"""`./dev demo`: a site with a caseload, served until it is stopped; and what else works on that site."""

from __future__ import annotations

import json
import shlex
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trial_host import places, system
from trial_host.bench import Bench
from trial_host.console import Stop, say, step
from trial_host.databases import DATABASE, MariaDB, Redis, copy_folder
from trial_host.preparing import Prepared, prepare
from trial_host.processes import Process
from trial_host.services import Services, answers
from trial_host.serving import Site
from trial_host.settings import Settings
from trial_host.sites import ADMIN_PASSWORD, app_key
from trial_host.store import key_of, locked

WEB_WORKERS = 2
WORKERS = ("short,default", "long")  # so that no long job keeps a mail waiting
DEFAULT = "demo"
LATEST = "latest-demo"
LOOK_EVERY = 0.5
MINUTE = 60


@dataclass
class Demo:
	"""The demo's folder: its data, its bench, its mails, and who serves it."""

	settings: Settings
	folder: Path
	asked_for: Path | None = None  # the tree that a command named

	@property
	def mails(self) -> Path:
		return self.folder / "mails"

	@property
	def logs(self) -> Path:
		return self.folder / "logs"

	@property
	def tree_file(self) -> Path:
		"""Says which Frappe source tree the demo is on; empty for the default host."""
		return self.folder / "frappe-tree.txt"

	@property
	def option(self) -> str:
		"""What a command needs to mean this demo."""
		asked_for = str(self.asked_for or "")
		tree = self.tree_file.read_text().strip() if self.tree_file.is_file() else asked_for
		return f" --frappe {shlex.quote(tree)}" if tree else ""

	@property
	def title(self) -> str:
		"""The demo as a sentence names it."""
		if self.option:
			return f"The demo on {self.option.removeprefix(' --frappe ')}"
		return "The demo" if self.folder.name == DEFAULT else f"The demo in {places.shown(self.folder)}"

	@property
	def made(self) -> Path:
		"""Written last when the site is made; without it, what is in the folder is unfinished."""
		return self.folder / "made.json"

	@property
	def begun(self) -> Path:
		"""Written when the fresh site is in place: the app goes on from there when it was broken off."""
		return self.folder / "begun.json"

	@property
	def state(self) -> Path:
		"""Written while the site is served."""
		return self.folder / "state.json"

	def database(self) -> MariaDB:
		return MariaDB(self.folder / "mariadb", self.logs / "mariadb.log", durable=True)

	def redis(self) -> Redis:
		return Redis(self.folder / "redis", self.logs / "redis.log")

	def served_by(self) -> Process | None:
		if not self.state.is_file():
			return None
		process = Process(**json.loads(self.state.read_text())["supervisor"])
		return process if process.alive else None


def demo_on(settings: Settings, frappe: Path | None) -> Demo:
	"""The demo on this Frappe source tree, whether it is there or not; without one that on the default host."""
	name = f"{DEFAULT}-{key_of(str(frappe.resolve()))}" if frappe else DEFAULT
	return Demo(settings, places.trial_root(settings) / name, frappe)


def demos(settings: Settings) -> list[Demo]:
	"""Every demo that is made or being served, that on the default host first."""
	folders = sorted(places.trial_root(settings).glob(f"{DEFAULT}*"))
	found = (Demo(settings, folder) for folder in folders if folder.is_dir())
	return [demo for demo in found if demo.made.is_file() or demo.state.is_file()]


def demo_meant(settings: Settings, frappe: Path | None) -> Demo:
	"""The demo on the named tree; without one the demo that runs, else the one that was served last."""
	if frappe:
		return demo_on(settings, frappe)
	root = places.trial_root(settings)
	latest = root / LATEST
	served = next((demo for demo in demos(settings) if demo.served_by()), None)
	return served or Demo(settings, root / (latest.read_text().strip() if latest.is_file() else DEFAULT))


def serve(settings: Settings, port: int, size: int, frappe: Path | None, ready: Callable[[], None]) -> int:
	"""Serves the demo site until it is told to stop, making it first where there is none."""
	root = places.trial_root(settings)
	demo = demo_on(settings, frappe)
	running = (
		f"A demo in {places.shown(root)} is running already: ./dev status shows it, ./dev down stops it."
	)
	with locked(root / "demo.lock", running, wait=False):
		if answers(port):
			raise Stop(f"Port {port} is in use by another program. Choose one with --port.")
		prepared = prepare(settings, system.TO_SERVE, frappe)
		(root / LATEST).write_text(demo.folder.name)
		demo.folder.mkdir(exist_ok=True)
		demo.tree_file.write_text(str(frappe.resolve()) if frappe else "")
		try:
			with Services() as services:
				site = _start(demo, prepared, port, size, services)
				_announce(demo, site)
				ready()
				return _watch(services)
		finally:
			demo.state.unlink(missing_ok=True)


def _start(demo: Demo, prepared: Prepared, port: int, size: int, services: Services) -> Site:
	bench = Bench(prepared.settings, prepared.host, demo.folder / "bench")
	new = not demo.made.is_file()
	if new and not _begun_with(demo, bench):
		_copy_fresh_site(demo, prepared, bench)
	database, redis = demo.database(), demo.redis()
	with step("MariaDB and Redis"):
		bench.create(with_app=True)
		services.start(database.service(), redis.service())
	site = Site(bench, database, redis, demo.logs, demo.mails, port)
	bench.configure(
		database, redis, {"developer_mode": 0, "socketio_port": port, "scheduler_interval": MINUTE}
	)
	bench.configure_site({"host_name": site.address})
	with step("client bundles"):
		bench.build_app_bundles(demo.logs / "bundles.log")
	if new:
		_fill(demo, bench, database, size)
	_follow_the_code(demo, bench)
	with step("web, workers, scheduler, realtime and mail catcher"):
		services.start(site.mail(), site.gateway(), *site.services(WEB_WORKERS, WORKERS), site.scheduler())
	_write_state(demo, site, services)
	return site


def _begun_with(demo: Demo, bench: Bench) -> bool:
	"""Whether an unfinished site is there that the present code has begun."""
	return demo.begun.is_file() and json.loads(demo.begun.read_text()) == _present_code(bench)


def _copy_fresh_site(demo: Demo, prepared: Prepared, bench: Bench) -> None:
	demo.begun.unlink(missing_ok=True)
	for leftover in (demo.folder / "mariadb", bench.folder, demo.mails):
		shutil.rmtree(leftover, ignore_errors=True)
	copy_folder(prepared.fresh_site / "mariadb", demo.folder / "mariadb")
	bench.create(with_app=True)
	copy_folder(prepared.fresh_site / "site", bench.site_folder)
	demo.mails.mkdir()
	_write_json(demo.begun, _present_code(bench))


def _fill(demo: Demo, bench: Bench, database: MariaDB, size: int) -> None:
	"""Lets the app make its demonstration data and asks it who may log in."""
	database.query(
		"UPDATE tabSingles SET value='1' WHERE doctype='System Settings' AND field='enable_scheduler'",
		DATABASE,
	)
	with step(f"a demo of {size} {demo.settings.demo_of}"):
		database.query(
			"SET GLOBAL innodb_flush_log_at_trx_commit=2"
		)  # nothing is lost that is not made again
		made = _ask_app(demo, bench, demo.settings.demo, {demo.settings.demo_of: size})
		database.query("SET GLOBAL innodb_flush_log_at_trx_commit=1")
	if "missing" in made:
		say(f"    {made['missing']} does not exist: the site has no demonstration data.")
	logins = _ask_app(demo, bench, demo.settings.logins, {}).get("returned") or []
	logins.append({"role": "Administrator", "user": "Administrator", "password": ADMIN_PASSWORD})
	_write_json(demo.made, {demo.settings.demo_of: size, "logins": logins, **_present_code(bench)})


def _ask_app(demo: Demo, bench: Bench, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
	answer = demo.folder / "answer.json"
	job = {"site": demo.settings.site, "function": function, "arguments": arguments, "answer": str(answer)}
	bench.inside("call", job, demo.logs / "demo.log", why=f"{function} failed", aloud=True)
	return dict(json.loads(answer.read_text()))


def _follow_the_code(demo: Demo, bench: Bench) -> None:
	"""Migrates a site that was made or migrated by another version of the app or of Frappe."""
	facts = json.loads(demo.made.read_text())
	now = _present_code(bench)
	if facts == {**facts, **now}:
		return
	with step("migrating the site to the present code"):
		bench.frappe("migrate", log=demo.logs / "migrate.log", why="The site could not be migrated")
	_write_json(demo.made, {**facts, **now})


def _present_code(bench: Bench) -> dict[str, Any]:
	"""Which app and which host: what a migration depends on, and where ./dev frappe finds the host."""
	host = bench.host
	where = {"source": host.source, "tree": str(host.tree), "environment": str(host.environment)}
	return {"app": app_key(bench.settings), "bench": where}


def _write_state(demo: Demo, site: Site, services: Services) -> None:
	pids = [service.process.pid for service in services.started if service.process]
	_write_json(
		demo.state,
		{
			"supervisor": vars(Process.current()),
			"services": [vars(Process.of(pid)) for pid in pids],
			"address": site.address,
			"mariadb_port": site.database.port,
			"redis_port": site.redis.port,
		},
	)


def _write_json(path: Path, value: dict[str, Any]) -> None:
	unfinished = path.with_suffix(".unfinished")
	unfinished.write_text(json.dumps(value, indent=1))
	unfinished.rename(path)


def _announce(demo: Demo, site: Site) -> None:
	facts = json.loads(demo.made.read_text())
	say(f"\n  {site.address}\n")
	rows = [(login["role"], login["user"], login["password"]) for login in facts["logins"]]
	widths = [max(len(row[column]) for row in rows) for column in range(3)]
	for row in rows:
		say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
	say(f"\n  Mails: ./dev mail, or {places.shown(demo.mails)}. Stop: Ctrl-C or ./dev down.")


def _watch(services: Services) -> int:
	while True:
		time.sleep(LOOK_EVERY)
		if ended := services.first_ended():
			raise Stop(f"{ended.name} ended by itself; everything is stopped. Its log: {ended.log}")

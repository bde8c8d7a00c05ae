"""Fresh sites. Making one takes a minute, so a finished one is kept in the cache twice, with Frappe alone and
with the app installed, as the database server's own files: copying these is faster than loading a dump."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trial_host.bench import Bench
from trial_host.console import Stop, step
from trial_host.databases import DATABASE, MariaDB, Redis, copy_folder
from trial_host.hosts import Host
from trial_host.services import Services
from trial_host.settings import ROOT, Settings
from trial_host.store import forget_all_but, key_of, key_of_files, made_once

ADMIN_PASSWORD = "admin"  # noqa: S105 - of sites that only this machine reaches
KEPT = 12
RECIPE = "1"  # another one when a fresh site is made in another way


class FreshSites:
	"""The cache's fresh sites. Each is a folder with `mariadb/` and `site/`."""

	def __init__(self, settings: Settings, cache: Path) -> None:
		self.settings = settings
		self.cache = cache
		self.log = cache / "logs" / "site.log"

	def bare(self, host: Host) -> Path:
		"""A site with Frappe alone."""
		key = key_of(host.source, MariaDB.version(), self.settings.site, RECIPE)

		def make(unfinished: Path) -> None:
			with (
				step("a fresh site with Frappe"),
				self._running(host, unfinished, with_app=False) as (bench, db),
			):
				bench.frappe(
					"new-site",
					self.settings.site,
					f"--db-name={DATABASE}",
					f"--db-password={secrets.token_hex(16)}",
					"--db-root-username=root",
					f"--db-root-password={db.root_password}",
					f"--admin-password={ADMIN_PASSWORD}",
					"--no-mariadb-socket",
					log=self.log,
					why="Frappe could not make a site",
				)

		return made_once(self.cache / "site-bare" / key, make)

	def installed(self, host: Host) -> Path:
		"""A site with the app installed and the setup wizard gone through."""
		bare = self.bare(host)
		code = (ROOT / "trial_host" / "inside" / "site_setup.py").read_bytes()
		key = key_of(bare.name, code, app_key(self.settings))

		def make(unfinished: Path) -> None:
			app = self.settings.app
			copy_folder(bare, unfinished)
			with (
				step(f"{app} installed on a fresh site"),
				self._running(host, unfinished, with_app=True) as (bench, _),
			):
				job = {"site": self.settings.site, "app": app}
				bench.inside("site_setup", job, self.log, why=f"{app} could not be installed")

		made = made_once(self.cache / "site-app" / key, make)
		forget_all_but(made.parent, KEPT)
		return made

	@contextmanager
	def _running(self, host: Host, folder: Path, with_app: bool) -> Iterator[tuple[Bench, MariaDB]]:
		"""Database and Redis over the site in `folder`, in a bench that is gone afterwards."""
		database = MariaDB(folder / "mariadb", self.log.with_name("mariadb.log"))
		redis = Redis(folder / "redis", self.log)
		bench = Bench(self.settings, host, folder / "bench")
		if not database.folder.exists():
			database.create()
		with Services() as services:
			services.start(database.service(), redis.service())
			bench.create(with_app)
			if (folder / "site").exists():
				(folder / "site").rename(bench.site_folder)
			bench.configure(database, redis, {})
			yield bench, database
		bench.site_folder.rename(folder / "site")
		shutil.rmtree(bench.folder)
		shutil.rmtree(redis.folder)
		for leftover in ("mariadb.pid", "mariadb.sock"):
			if (database.data / leftover).exists():
				raise Stop(f"MariaDB did not stop cleanly; see {database.log}")


def app_key(settings: Settings) -> str:
	"""Names everything that an installation of the app reads."""
	files = {
		path
		for pattern in settings.installed_from
		for path in ROOT.glob(pattern)
		if path.is_file() and "tests" not in path.relative_to(ROOT).parts
	}
	return key_of_files(ROOT, files)

"""A bench as Frappe expects to find it around its sites, made of links into a host and to the app."""

from __future__ import annotations

import getpass
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trial_host import places
from trial_host.commands import run, run_aloud
from trial_host.databases import MariaDB, Redis
from trial_host.hosts import Host, app_locks, app_packages, build_bundles
from trial_host.services import LOOPBACK
from trial_host.settings import ROOT, Settings
from trial_host.store import key_of, key_of_files

# Read by Frappe or its tools; what the user has set for another bench must not reach this one.
FOREIGN_VARIABLES = (
	"FRAPPE_SITE",
	"DEV_SERVER",
	"PYTHONDONTWRITEBYTECODE",
	"PYTHONHOME",
	"PYTHONSTARTUP",
	"VIRTUAL_ENV",
	"SITES_PATH",
)

# Frappe asks gravatar.com about new users and GitHub about releases. Nothing of a trial leaves the machine:
# any such request goes to a proxy that is not there, and fails at once.
NO_PROXY_HERE = "http://127.0.0.1:9"
LOCAL = "127.0.0.1,localhost,.localhost"
NOTHING_BEYOND_LOOPBACK = {
	**dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NO_PROXY_HERE),
	**dict.fromkeys(("NO_PROXY", "no_proxy"), LOCAL),
}
OUTSIDE = "TRIAL_OUTSIDE_"
"""Before the name of such a variable: what it is outside of the trial, for tests of `./dev` that install something."""


@dataclass(frozen=True)
class Bench:
	settings: Settings
	host: Host
	folder: Path

	@property
	def sites(self) -> Path:
		return self.folder / "sites"

	@property
	def site_folder(self) -> Path:
		return self.sites / self.settings.site

	@property
	def logs(self) -> Path:
		return self.folder / "logs"

	def create(self, with_app: bool) -> None:
		"""Makes the folders and links; a site that is there already stays as it is."""
		for folder in (
			self.sites / "assets",
			self.logs,
			self.folder / "config" / "pids",
			self.folder / "apps",
		):
			folder.mkdir(parents=True, exist_ok=True)
		apps = ["frappe"]
		_link(self.folder / "apps" / "frappe", self.host.frappe)
		_link(self.folder / "env", self.host.environment)
		_link(self.sites / "assets" / "frappe", self.host.frappe / "frappe" / "public")
		if with_app:
			apps.append(self.settings.app)
			_link(self.folder / "apps" / self.settings.app, ROOT)
		(self.sites / "apps.txt").write_text("\n".join(apps) + "\n")
		if not (self.sites / "assets" / "assets.json").exists():
			self._copy_manifests()

	def configure(self, database: MariaDB, redis: Redis, extra: Mapping[str, Any]) -> None:
		"""Writes the settings that all sites of the bench share: where the services are, who may run it."""
		common = {
			"db_host": LOOPBACK,
			"db_port": database.port,
			"redis_cache": redis.url(Redis.CACHE),
			"redis_queue": redis.url(Redis.QUEUE),
			"redis_socketio": redis.url(Redis.QUEUE),
			"default_site": self.settings.site,
			"serve_default_site": True,
			"frappe_user": getpass.getuser(),
			"bench_id": self.settings.app,
			"background_workers": 1,
			"shallow_clone": True,
			**extra,
		}
		path = self.sites / "common_site_config.json"
		path.write_text(json.dumps(common, indent=1, sort_keys=True) + "\n")

	def configure_site(self, changes: Mapping[str, Any]) -> None:
		path = self.site_folder / "site_config.json"
		config = {**json.loads(path.read_text()), **changes}
		path.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")

	def environment(self) -> dict[str, str]:
		"""What every process of this bench runs with. Nothing of the app is installed: it is on the path."""
		env = {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}
		env["FRAPPE_BENCH_ROOT"] = str(self.folder)
		# Compiled code is kept apart: the host's folders stay as they were made, and each process starts in a
		# quarter of the time even where the machine is told to keep none.
		env["PYTHONPYCACHEPREFIX"] = str(places.cache_root(self.settings) / "bytecode")
		env["PYTHONPATH"] = os.pathsep.join([str(self.host.frappe), str(ROOT)])
		env |= NOTHING_BEYOND_LOOPBACK
		env["PATH"] = os.pathsep.join([str(self.host.environment / "bin"), env.get("PATH", os.defpath)])
		return env

	def server_environment(self) -> dict[str, str]:
		"""As above without CI, which makes Frappe's job runner believe it is in a test and send no mail."""
		env = self.environment()
		env.pop("CI", None)
		return env

	def frappe(self, *arguments: str, log: Path, why: str = "") -> None:
		"""Runs a Frappe command on the bench, quietly."""
		argv: list[str | Path] = [self.host.python, "-m", "frappe.utils.bench_helper", "frappe", *arguments]
		run(argv, log, cwd=self.sites, env=self.server_environment(), why=why)

	def inside(self, module: str, job: Mapping[str, Any], log: Path, why: str, aloud: bool = False) -> None:
		"""Runs one of our scripts in the host's environment with the job as its only argument."""
		argv: list[str | Path] = [self.host.python, "-m", f"trial_host.inside.{module}", json.dumps(job)]
		running = run_aloud if aloud else run
		running(argv, log=log, cwd=self.sites, env=self.server_environment(), why=why)

	def build_app_bundles(self, log: Path) -> bool:
		"""Builds the app's client bundles when its public files changed; true when it did."""
		public = ROOT / self.settings.app / "public"
		assets = self.sites / "assets"
		files = [p for p in public.rglob("*") if p.is_file() and "dist" not in p.relative_to(public).parts]
		key = (
			key_of(self.host.key, key_of_files(public, files), key_of_files(ROOT, app_locks()))
			if public.is_dir()
			else key_of(self.host.key, "none")
		)
		stamp = assets / "built-from.txt"
		if stamp.is_file() and stamp.read_text() == key:
			return False
		stamp.unlink(missing_ok=True)
		self._copy_manifests()
		target = assets / self.settings.app
		if public.is_dir():
			_link_entries(public, target)
			roots = [*app_packages(places.cache_root(self.settings)), self.host.frappe, ROOT]
			build_bundles(self.settings.app, public, target, self.host.frappe, roots, assets, log)
		stamp.write_text(key)
		return True

	def _copy_manifests(self) -> None:
		"""Frappe's own bundles, by name; those of the app are added when they are built."""
		for manifest in self.host.tree.glob("assets/assets*.json"):
			shutil.copy(manifest, self.sites / "assets" / manifest.name)


def _link(link: Path, target: Path) -> None:
	if link.is_symlink() and Path(os.readlink(link)) == target:
		return
	link.unlink(missing_ok=True)
	link.symlink_to(target)


def _link_entries(public: Path, target: Path) -> None:
	"""Serves each entry of the app's public folder in place, beside bundles that are this trial's own."""
	if target.is_symlink():
		target.unlink()
	target.mkdir(exist_ok=True)
	for old in target.iterdir():
		if old.is_symlink():
			old.unlink()
	for entry in public.iterdir():
		if entry.name != "dist":
			(target / entry.name).symlink_to(entry)

"""A host: a Frappe tree with its node modules and built bundles, and the environment it runs in. Both are
cached, shared by all trials and never written to once made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trial_host.commands import run
from trial_host.console import step
from trial_host.pythons import Environments
from trial_host.settings import ROOT, Settings
from trial_host.store import key_of, made_once
from trial_host.system import program

NODE_SOURCES = ROOT / "trial_host" / "node"


@dataclass(frozen=True)
class Host:
	"""Where a ready Frappe is: `tree` holds apps/frappe and assets/, `environment` is a virtual environment.
	`source` names the Frappe source that both were made from."""

	source: str
	tree: Path
	environment: Path

	@property
	def key(self) -> str:
		return f"{self.tree.name}-{self.environment.name}"

	@property
	def is_snapshot(self) -> bool:
		return self.source.startswith("snapshot-")

	@property
	def frappe(self) -> Path:
		return self.tree / "apps" / "frappe"

	@property
	def asks_for_documents(self) -> bool:
		"""Whether its realtime server asks `has_permission`; until 15.0 it was one method for each room."""
		return "def has_permission(" in (self.frappe / "frappe" / "realtime.py").read_text(encoding="utf-8")

	@property
	def node_modules(self) -> Path:
		return self.frappe / "node_modules"

	@property
	def python(self) -> Path:
		return self.environment / "bin" / "python"


class Hosts:
	"""Makes hosts from a source: a folder with `apps/frappe`, `requirements.txt` and, in `node/`, package.json
	with its lock file."""

	def __init__(self, settings: Settings, cache: Path, required_python: str) -> None:
		self.settings = settings
		self.cache = cache
		self.log = cache / "logs" / "host.log"
		self.environments = Environments(cache, required_python)

	def environment(self, source: Path, constraints: str, overrides: str) -> Path:
		wanted = filter(None, (source / "requirements.txt").read_text().split("\n"))
		settings = self.settings
		ours = (*settings.dependencies, *settings.demo_dependencies, *settings.test_dependencies)
		return self.environments.environment("host", [*wanted, *HOST_EXTRAS, *ours], constraints, overrides)

	def tree(self, source: Path) -> Path:
		"""The source with node modules and built bundles."""
		builder = (NODE_SOURCES / "bundles.cjs").read_bytes()
		target = self.cache / "tree" / key_of(source.name, builder, node_major())
		return made_once(target, lambda unfinished: self._make_tree(source, unfinished))

	def _make_tree(self, source: Path, unfinished: Path) -> None:
		frappe = unfinished / "apps" / "frappe"
		shutil.copytree(source / "apps" / "frappe", frappe, symlinks=True)
		with step("Node packages"):
			for file in (source / "node").iterdir():
				shutil.copy(file, frappe / file.name)
			install_node_packages(frappe, self.cache, self.log)
		with step("Frappe's client bundles"):
			public = frappe / "frappe" / "public"
			link = public / "node_modules"  # version 16 imports through it
			if not link.is_symlink():
				link.symlink_to(Path("../../node_modules"))
			build_bundles("frappe", public, public, frappe, [frappe], unfinished / "assets", self.log)


# pkg_resources, which gunicorn and others of that time import, left setuptools in version 81.
HOST_EXTRAS = ("setuptools<81",)


def node_major() -> str:
	answer = subprocess.run([program("node"), "--version"], capture_output=True, text=True).stdout
	return answer.strip().split(".")[0]


def app_locks() -> list[Path]:
	"""The lock file of the Node packages that the app's own client code is built from, if it has any."""
	return [lock] if (lock := ROOT / "package-lock.json").is_file() else []


def app_packages(cache: Path) -> list[Path]:
	"""The node_modules of those packages, made once."""
	return [node_tools(lock.parent, cache) for lock in app_locks()]


def node_tools(source: Path, cache: Path) -> Path:
	"""The node_modules that a folder's package.json and lock file ask for, made once."""
	files = [source / "package.json", source / "package-lock.json"]
	target = cache / "node" / key_of(*(file.read_bytes() for file in files), node_major())

	def make(unfinished: Path) -> None:
		with step(f"Node packages of {json.loads(files[0].read_text(encoding='utf-8'))['name']}"):
			for file in files:
				shutil.copy(file, unfinished / file.name)
			install_node_packages(unfinished, cache, cache / "logs" / "node.log")

	return made_once(target, make) / "node_modules"


def install_node_packages(folder: Path, cache: Path, log: Path) -> None:
	env = {**os.environ, "npm_config_cache": str(cache / "npm"), "npm_config_update_notifier": "false"}
	how = "ci" if (folder / "package-lock.json").exists() else "install"
	argv = [program("npm"), how, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
	run(argv, log, cwd=folder, env=env, why="npm could not install the Node packages")


def build_bundles(
	app: str, source: Path, target: Path, frappe: Path, roots: list[Path], manifests: Path, log: Path
) -> None:
	job = {
		"app": app,
		"source": str(source),
		"target": str(target),
		"modules": str(frappe / "node_modules"),
		"roots": [str(root) for root in roots],
		"manifests": str(manifests),
	}
	argv: list[str | Path] = [program("node"), NODE_SOURCES / "bundles.cjs", json.dumps(job)]
	run(argv, log, why=f"The client bundles of {app} could not be built")

"""A host: a Frappe tree with its node modules and built bundles, and the environment it runs in. Both are
cached, shared by all trials and never written to once made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trial_host import snapshot
from trial_host.commands import run
from trial_host.console import step
from trial_host.pythons import Environments
from trial_host.settings import ROOT, Settings
from trial_host.store import key_of, key_of_files, made_once
from trial_host.system import program

NODE_SOURCES = ROOT / "trial_host" / "node"
NPM_FILES = ("package.json", "package-lock.json")


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
	def frappe(self) -> Path:
		return self.tree / "apps" / "frappe"

	@property
	def node_modules(self) -> Path:
		return self.frappe / "node_modules"

	@property
	def python(self) -> Path:
		return self.environment / "bin" / "python"


class SnapshotHosts:
	"""Makes the default host, from package registries alone."""

	def __init__(self, settings: Settings, cache: Path) -> None:
		self.settings = settings
		self.cache = cache
		self.log = cache / "logs" / "host.log"
		self.environments = Environments(cache)

	def source(self) -> Path:
		"""The tree without node modules and bundles."""
		code = (ROOT / "trial_host" / "snapshot.py").read_bytes()
		target = self.cache / "source" / f"snapshot-{key_of(snapshot.WHEEL_SHA256, code)}"
		return made_once(target, self._make_source)

	def _make_source(self, unfinished: Path) -> None:
		with step("Frappe's source, names put back and checked"):
			theirs = unfinished / "theirs"
			self.environments.unpacked(snapshot.REQUIREMENT, snapshot.WHEEL_SHA256, theirs)
			snapshot.put_names_back(theirs / snapshot.PACKAGE, unfinished / "apps" / "frappe")
			snapshot.check(unfinished / "apps" / "frappe")
			metadata = next(theirs.glob("*.dist-info")) / "METADATA"
			wanted = snapshot.requirements_of(metadata)
			(unfinished / "requirements.txt").write_text("\n".join(wanted) + "\n")
			shutil.rmtree(theirs)

	def environment(self, source: Path) -> Path:
		wanted = (source / "requirements.txt").read_text().split("\n")
		return self.environments.environment(
			"host",
			[
				*filter(None, wanted),
				*HOST_EXTRAS,
				*self.settings.dependencies,
				*self.settings.test_dependencies,
			],
		)

	def tree(self, source: Path) -> Path:
		"""The tree with node modules and built bundles."""
		inputs = [NODE_SOURCES / name for name in (*NPM_FILES, "bundles.cjs")]
		target = self.cache / "tree" / key_of(source.name, key_of_files(NODE_SOURCES, inputs), node_major())
		return made_once(target, lambda unfinished: self._make_tree(source, unfinished))

	def _make_tree(self, source: Path, unfinished: Path) -> None:
		frappe = unfinished / "apps" / "frappe"
		shutil.copytree(source / "apps" / "frappe", frappe, symlinks=True)
		with step("Node packages"):
			for name in NPM_FILES:
				shutil.copy(NODE_SOURCES / name, frappe / name)
			install_node_packages(frappe, self.cache, self.log)
		with step("Frappe's client bundles"):
			public = frappe / "frappe" / "public"
			build_bundles("frappe", public, public, frappe, [frappe], unfinished / "assets", self.log)
			(public / "node_modules").symlink_to(Path("../../node_modules"))


# pkg_resources, which gunicorn and others of that time import, left setuptools in version 81.
HOST_EXTRAS = ("setuptools<81",)


def node_major() -> str:
	answer = subprocess.run([program("node"), "--version"], capture_output=True, text=True).stdout
	return answer.strip().split(".")[0]


def install_node_packages(folder: Path, cache: Path, log: Path) -> None:
	env = {**os.environ, "npm_config_cache": str(cache / "npm"), "npm_config_update_notifier": "false"}
	argv = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
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
	argv = [program("node"), NODE_SOURCES / "bundles.cjs", json.dumps(job)]
	run(argv, log, why=f"The client bundles of {app} could not be built")

"""Another host: a Frappe source tree that the user has, of version 15 or 16.

Such a tree names a few packages as git forks. Where their host answers they are taken from there; where it does
not, as in many closed networks, the same package comes from the registry, and the user is told.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from functools import cache
from os import environ
from pathlib import Path
from typing import Any

from trial_host import system
from trial_host.console import Stop, say, step
from trial_host.pythons import SUPPORTED
from trial_host.settings import toml_of
from trial_host.store import key_of, key_of_files, made_once

# What stands in for a fork, by the name of its package. PyPika 0.48.9 does not build on Python 3.14.
PYTHON_STAND_INS = {
	"gunicorn": ("gunicorn==22.0.0",),
	"pypika": ("PyPika==0.48.9; python_version < '3.14'", "PyPika==0.50.0; python_version >= '3.14'"),
}
NODE_STAND_INS = {"air-datepicker": "2.2.3"}
# Locked or asked for by a tree, but withdrawn from the registry since.
WITHDRAWN = {("frappe-charts", "2.0.0-rc26"): "2.0.0-rc22"}

RECIPE = "1"  # another one when a tree is copied in another way

FORK = re.compile(r"^(?P<name>[\w.-]+)(\[.*\])? @ git\+(?P<url>[^@]+)")
NODE_FORK = re.compile(r"^(?:git\+|github:|git:|ssh:)")
NOT_SOURCE = {".git", "node_modules", "__pycache__", "dist", "cypress", ".github"}
SECONDS_FOR_AN_ANSWER = 15
BUILT_FROM_C = {
	"mysqlclient": system.Need(
		("mariadb_config", "gcc", "pkg-config"), ("libmariadb-dev", "gcc", "libc6-dev", "pkg-config")
	)
}


class Checkout:
	def __init__(self, folder: Path) -> None:
		self.folder = folder.resolve()
		for needed in ("pyproject.toml", "package.json", "esbuild", "frappe/__init__.py"):
			if not (self.folder / needed).exists():
				raise Stop(f"{folder} is no Frappe source tree of version 15 or 16: it has no {needed}.")

	@property
	def required_python(self) -> str:
		"""Its `requires-python`."""
		return str(self._project().get("requires-python", SUPPORTED))

	def needs(self) -> list[system.Need]:
		"""What has to be on the machine to build this tree's Python packages, beside the headers of Python."""
		wanted = " ".join(self._dependencies())
		return [need for name, need in BUILT_FROM_C.items() if name in wanted]

	def source(self, cache: Path) -> Path:
		python = [package for wanted in self._dependencies() for package in self._python_packages(wanted)]
		node = self._node_package()
		key = key_of(key_of_files(self.folder, self._files()), RECIPE, json.dumps([python, node]))

		def make(unfinished: Path) -> None:
			with step(f"a copy of {self.folder}"):
				ignored = shutil.ignore_patterns(*NOT_SOURCE)
				shutil.copytree(self.folder, unfinished / "apps" / "frappe", symlinks=True, ignore=ignored)
				(unfinished / "requirements.txt").write_text("\n".join(python) + "\n")
				(unfinished / "node").mkdir()
				(unfinished / "node" / "package.json").write_text(json.dumps(node, indent=1))

		return made_once(cache / "source" / f"checkout-{key}", make)

	def _files(self) -> list[Path]:
		found = self.folder.rglob("*")
		return [
			path
			for path in found
			if path.is_file() and not NOT_SOURCE.intersection(path.relative_to(self.folder).parts)
		]

	def _dependencies(self) -> list[str]:
		return list(self._project()["dependencies"])

	def _project(self) -> dict[str, Any]:
		return dict(toml_of(self.folder / "pyproject.toml")["project"])

	def _python_packages(self, wanted: str) -> tuple[str, ...]:
		"""What is installed for one dependency of the tree: a fork that does not answer has stand-ins."""
		fork = FORK.match(wanted)
		if not fork or _answers(fork["url"]):
			return (wanted,)
		stand_ins = PYTHON_STAND_INS.get(fork["name"].lower())
		if not stand_ins:
			raise Stop(f"{fork['url']} does not answer, and nothing is known to stand in for {fork['name']}.")
		say(f"    {fork['url']} does not answer: {' or '.join(stand_ins)} from the package index instead")
		return stand_ins

	def _node_package(self) -> dict[str, Any]:
		"""The tree's package.json with each package at the version that yarn.lock names. npm does not read that
		file, so what is locked goes into the dependencies themselves and, for packages below them, overrides."""
		package = dict(json.loads((self.folder / "package.json").read_text()))
		package.pop("optionalDependencies", None)  # native speed-ups, of no use here
		locked = self._locked()
		wanted = package["dependencies"]
		for name, version in wanted.items():
			forked = NODE_FORK.match(version)
			wanted[name] = self._node_version(name, version if forked else locked[name].get(version, version))
		below = {name: set(versions.values()) for name, versions in locked.items() if name not in wanted}
		package["overrides"] = {
			name: versions.pop() for name, versions in below.items() if len(versions) == 1
		}
		return package

	def _locked(self) -> dict[str, dict[str, str]]:
		"""From yarn.lock: for each package the version that each asked-for range came to."""
		found: dict[str, dict[str, str]] = defaultdict(dict)
		lock = self.folder / "yarn.lock"
		for block in lock.read_text().split("\n\n") if lock.is_file() else []:
			heading, _, rest = block.strip("\n").partition("\n")
			version = re.search(r'^  version "(.*)"$', rest, re.MULTILINE)
			if version:
				for asked in re.findall(r'"?((?:@[^@/"]+/)?[^@",: ]+)@([^",]+)"?[,:]', heading):
					found[asked[0]][asked[1]] = version[1]
		return found

	def _node_version(self, name: str, wanted: str) -> str:
		for (withdrawn, version), stand_in in WITHDRAWN.items():
			if name == withdrawn and wanted.lstrip("^~") == version:
				say(f"    {name} {version} is no longer in the registry: {stand_in} instead")
				return stand_in
		if not NODE_FORK.match(wanted):
			return wanted
		url = wanted.removeprefix("git+")
		if _answers(
			f"https://github.com/{url.removeprefix('github:')}" if url.startswith("github:") else url
		):
			return wanted
		if name not in NODE_STAND_INS:
			raise Stop(f"{wanted} does not answer, and nothing is known to stand in for {name}.")
		say(f"    {wanted} does not answer: {name} {NODE_STAND_INS[name]} from the registry instead")
		return NODE_STAND_INS[name]


@cache
def _answers(url: str) -> bool:
	"""Whether a git host is there for this repository, without ever asking for a password."""
	git = shutil.which("git")
	if not git:
		return False
	env = {**environ, "GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}
	try:
		done = subprocess.run(
			[git, "ls-remote", "--exit-code", url, "HEAD"],
			env=env,
			stdin=subprocess.DEVNULL,
			capture_output=True,
			timeout=SECONDS_FOR_AN_ANSWER,
		)
	except subprocess.TimeoutExpired:
		return False
	return done.returncode == 0

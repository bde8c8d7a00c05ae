"""What has to be on the machine itself, and how it gets there: Debian's packages through apt, or one line to run."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from trial_host.commands import run
from trial_host.console import Stop, step

SBIN = ("/usr/sbin", "/usr/local/sbin", "/sbin")
NODE_AT_LEAST = 18
SERVICES = {"mariadb-server": "mariadb", "redis-server": "redis-server"}


@dataclass(frozen=True)
class Need:
	programs: tuple[str, ...]
	packages: tuple[str, ...]
	libraries: tuple[str, ...] = ()
	files: tuple[str, ...] = ()
	"""Patterns of paths, one file for each."""


MARIADB = Need(("mariadbd", "mariadb-install-db", "mariadb"), ("mariadb-server",))
REDIS = Need(("redis-server",), ("redis-server",))
PRINTS = Need(
	(),
	(
		*("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
		*("fonts-liberation", "fonts-dejavu-core"),
	),
	libraries=("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"),
	files=(
		"/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	),
)
NODE = Need(("node", "npm"), ("nodejs", "npm"))
CHROMIUM = Need(("chromium",), ("chromium",))
POPPLER = Need(("pdftotext", "pdftoppm"), ("poppler-utils",))

TO_SERVE = (MARIADB, REDIS, PRINTS, NODE)
TO_TEST = (*TO_SERVE, CHROMIUM, POPPLER)


def program(name: str) -> str:
	"""The program's path. Servers live in sbin, which is on no ordinary user's PATH."""
	found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(SBIN))
	if not found:
		raise Stop(f"{name} is not installed.")
	return found


def ensure(needs: Iterable[Need], extra_packages: Iterable[str], log: Path) -> None:
	"""Installs what is missing through apt when that may be done without asking, else says what to run."""
	packages = [*_missing(needs), *extra_packages]
	if packages:
		line = f"apt-get install -y {' '.join(packages)}"
		sudo = _sudo()
		if not shutil.which("apt-get") or sudo is None:
			prefix = "" if os.geteuid() == 0 else "sudo "
			raise Stop(
				f"Missing on this machine. Run this, then the same ./dev command again:\n\n    {prefix}{line}"
			)
		with step(f"system packages: {' '.join(packages)}"):
			_install(sudo, packages, log)
	_check_node()


def _missing(needs: Iterable[Need]) -> list[str]:
	missing = []
	for need in needs:
		if not _is_there(need):
			missing += need.packages
	return missing


def _is_there(need: Need) -> bool:
	try:
		for name in need.programs:
			program(name)
	except Stop:
		return False
	return all(map(find_library, need.libraries)) and all(map(glob.glob, need.files))


def _sudo() -> list[str] | None:
	"""What to put before apt-get; None where a password would be asked for."""
	if os.geteuid() == 0:
		return []
	sudo = shutil.which("sudo")
	if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
		return [sudo, "-n"]
	return None


def _install(sudo: list[str], packages: list[str], log: Path) -> None:
	"""Debian starts a server when its package is installed, and at every boot after. This tool wants neither: a
	policy that refuses starts stands in while apt works and goes away after, and the services are disabled."""
	apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
	policy = Path("/usr/sbin/policy-rc.d")
	ours = not policy.exists()
	if ours:
		script = "printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d"
		run([*sudo, "sh", "-c", script], log)
	install = ["apt-get", "install", "-y", "--no-install-recommends", "-qq", *packages]
	try:
		run([*apt, "apt-get", "update", "-qq"], log, why="apt-get update failed")
		run([*apt, *install], log, why="apt-get install failed")
	finally:
		if ours:
			run([*sudo, "rm", "-f", str(policy)], log)
	for package in packages:
		if package in SERVICES and Path("/run/systemd/system").is_dir():
			run([*sudo, "systemctl", "disable", "--quiet", SERVICES[package]], log)


def _check_node() -> None:
	answer = subprocess.run([program("node"), "--version"], capture_output=True, text=True).stdout
	version = re.match(r"v(\d+)", answer)
	if not version or int(version[1]) < NODE_AT_LEAST:
		raise Stop(
			f"Node {NODE_AT_LEAST} or later is needed; {program('node')} is {answer.strip() or 'unknown'}. "
			"Install a newer one and put it first on PATH."
		)

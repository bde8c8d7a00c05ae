"""What has to be on the machine itself, and how it gets there: Debian's packages through apt, or one line to run."""

from __future__ import annotations

import ctypes
import glob
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trial_host.commands import run
from trial_host.console import Stop, say, step

SBIN = ("/usr/sbin", "/usr/local/sbin", "/sbin")
APT_LISTS = Path("/var/lib/apt/lists")
NODE_AT_LEAST = 18
SERVICES = {"mariadb-server": "mariadb", "redis-server": "redis-server", "valkey-server": "valkey-server"}


@dataclass(frozen=True)
class Need:
	"""Programs and the packages that bring them. Alternatives are written as Debian does, `redis | valkey`: one
	of them is enough, the first that the machine has or that its archive offers."""

	programs: tuple[str, ...]
	packages: tuple[str, ...]
	libraries: tuple[str, ...] = ()  # shared libraries that have to be there too, by soname
	without: str = ""  # what is not possible without it; empty when nothing is
	files: tuple[str, ...] = ()  # patterns of paths, one file for each


REDIS_SERVER = "redis-server | valkey-server"
BROWSER = "chromium | google-chrome | google-chrome-stable | chromium-browser"

MARIADB = Need(("mariadbd", "mariadb-install-db", "mariadb"), ("mariadb-server",))
REDIS = Need((REDIS_SERVER,), (REDIS_SERVER,))
# What WeasyPrint sets text with, and the typefaces of the prints.
PRINTS = Need(
	(),
	("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation", "fonts-dejavu-core"),
	libraries=("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
	files=(
		"/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	),
)
NODE = Need(("node", "npm"), ("nodejs", "npm"))
CHROMIUM = Need((BROWSER,), ("chromium",), without="Tests that drive a browser will fail.")
POPPLER = Need(("pdftotext", "pdftoppm"), ("poppler-utils",))
# Frappe asks `file` what a backup is before it restores one.
FILE = Need(("file",), ("file",))

DEBOOTSTRAP = Need(
	("debootstrap", "unshare", "nsenter", "setpriv"), ("debootstrap", "debian-archive-keyring", "util-linux")
)
GIT = Need(("git",), ("git",))

TO_SERVE = (MARIADB, REDIS, PRINTS, NODE)
TO_TEST = (*TO_SERVE, CHROMIUM, POPPLER, FILE, GIT)
TO_MAKE_MACHINES = (DEBOOTSTRAP, GIT)


def program(name: str) -> str:
	"""The path of the program, or of the first of several that would do (`a | b`). Servers live in sbin, which is
	on no ordinary user's PATH."""
	names = _alternatives(name)
	for one in names:
		if found := shutil.which(one) or shutil.which(one, path=os.pathsep.join(SBIN)):
			return found
	raise Stop(f"{' or '.join(names)} is not installed.")


def ensure(needs: Iterable[Need], extra_packages: Iterable[str], log: Path) -> None:
	"""Installs what is missing through apt when that may be done without asking, else says what to run."""
	needs = list(needs)
	missing = [need for need in needs if not _is_there(need) and not (_has_lists() and _spared(need))]
	packages = _packages(missing, extra_packages)
	if packages:
		sudo = _sudo()
		if not shutil.which("apt-get") or sudo is None:
			prefix = "" if os.geteuid() == 0 else "sudo "
			line = f"apt-get install -y {' '.join(_alternatives(package)[0] for package in packages)}"
			raise Stop(
				f"Missing on this machine. Run this, then the same ./dev command again:\n\n    {prefix}{line}"
			)
		with step("the list of system packages"):
			run([*_apt(sudo), "update", "-qq"], log, why="apt-get update failed")
		offered = _offered(_packages([need for need in missing if not _spared(need)], extra_packages))
		if offered:
			with step(f"system packages: {' '.join(offered)}"):
				_install(sudo, offered, log)
	if NODE in needs:
		_check_node()


def _packages(needs: Iterable[Need], extra: Iterable[str]) -> list[str]:
	return [*(package for need in needs for package in need.packages), *extra]


def _is_there(need: Need) -> bool:
	try:
		for name in need.programs:
			program(name)
		for library in need.libraries:
			ctypes.CDLL(library)
	except (Stop, OSError):
		return False
	return all(map(glob.glob, need.files))


def _spared(need: Need) -> bool:
	"""Whether the machine's archive does not have it and it can be done without: Ubuntu has Chromium as a snap
	only, and most tests need no browser. Says so."""
	if not need.without or _first_offered(need.packages[0]):
		return False
	say(
		f"    No package of this machine brings {' or '.join(_alternatives(need.programs[0]))}. {need.without}"
	)
	return True


def _offered(packages: Iterable[str]) -> list[str]:
	"""The packages by the names that this machine's archive knows."""
	chosen = {package: _first_offered(package) for package in packages}
	missing = [" or ".join(_alternatives(package)) for package, name in chosen.items() if not name]
	if missing:
		raise Stop(
			f"The package archive of this machine does not have {', '.join(missing)}. Install it from "
			"elsewhere, or add the part of the archive that has it (on Ubuntu: universe)."
		)
	return list(filter(None, chosen.values()))


def _first_offered(package: str) -> str | None:
	return next(filter(_is_offered, _alternatives(package)), None)


def _has_lists() -> bool:
	return any(APT_LISTS.glob("*_Packages*"))


def _is_offered(package: str) -> bool:
	"""Whether apt can install it: a name that stands for a snap only, or for nothing any more, has no candidate."""
	policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True).stdout
	candidate = re.search(r"^\s+Candidate: (\S+)", policy, re.MULTILINE)
	return candidate is not None and candidate[1] != "(none)" and "snap" not in candidate[1]


def _alternatives(name: str) -> list[str]:
	return [one.strip() for one in name.split("|")]


def _sudo() -> list[str] | None:
	"""What to put before apt-get; None where a password would be asked for."""
	if os.geteuid() == 0:
		return []
	sudo = shutil.which("sudo")
	if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
		return [sudo, "-n"]
	return None


def _apt(sudo: list[str]) -> list[str]:
	return [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]


def _install(sudo: list[str], packages: list[str], log: Path) -> None:
	"""Debian starts a server when its package is installed, and at every boot after. This tool wants neither: a
	policy that refuses starts stands in while apt works and goes away after, and the services are disabled."""
	policy = Path("/usr/sbin/policy-rc.d")
	ours = not policy.exists()
	if ours:
		script = "printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d"
		run([*sudo, "sh", "-c", script], log)
	install = ["install", "-y", "--no-install-recommends", "-qq", *packages]
	try:
		run([*_apt(sudo), *install], log, why="apt-get install failed")
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

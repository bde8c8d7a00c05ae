"""`./dev machines`: the demo and the tests from nothing, on a clean machine of each release of Debian."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from trial_host import carrying, places, system
from trial_host.chroots import Machine, debootstrap, remove
from trial_host.console import Stop, say, step
from trial_host.services import LOOPBACK, free_port
from trial_host.settings import ROOT, Settings
from trial_host.store import locked

RELEASES = ("bookworm", "trixie", "testing")
NAME = re.compile(r"[a-z][a-z0-9-]*")
COUNTED = re.compile(r"\d+ (?:passed|failed|errors?|skipped)[^\n]*? in [\d.]+s")
GIT = ("git", "-c", f"safe.directory={ROOT}")
VERSIONS = (
	'. /etc/os-release; echo "$PRETTY_NAME"; python3 -c "import platform; print(platform.python_version())"; '
	"mariadbd --version | grep -oE '[0-9]+[.][0-9]+[.][0-9]+' | head -1; node --version"
)


@dataclass(frozen=True)
class Wanted:
	"""What to try: the arguments of the command."""

	releases: Sequence[str]
	test_arguments: Sequence[str] | None  # None: the demo only
	size: int
	mirror: str | None = None
	downloads: Path | None = None
	keep: bool = False


@dataclass
class Tried:
	"""What came of one release."""

	release: str
	versions: list[str] = field(default_factory=list)
	seconds: dict[str, float] = field(default_factory=dict)
	tests: str = ""
	failure: str = ""

	@contextmanager
	def timed(self, name: str) -> Iterator[None]:
		started = time.monotonic()
		try:
			with step(f"{self.release}: {name}"):
				yield
		finally:
			self.seconds[name] = time.monotonic() - started


def machines(settings: Settings, wanted: Wanted) -> int:
	"""Tries each release and prints a table; 0 only when everything passed on all."""
	if wrong := [release for release in wanted.releases if not NAME.fullmatch(release)]:
		raise Stop(f"Not a release: {', '.join(wrong)}.")
	if os.geteuid():
		raise Stop("./dev machines makes chroots, which needs root: run it with sudo.")
	folder = places.trial_root(settings) / "machines"
	with locked(
		folder / "machines.lock", f"Another ./dev machines is running in {places.shown(folder)}.", False
	):
		system.ensure(system.TO_MAKE_MACHINES, [], folder / "logs" / "apt.log")
		archive = carrying.archive(wanted.mirror)
		_say_what_is_left_behind()
		(folder / "logs").mkdir(exist_ok=True)
		tried = [_try(settings, wanted, archive, folder, release) for release in wanted.releases]
		text = table(tried)
		(folder / "logs" / "summary.txt").write_text(text + "\n")
	say(f"\n{text}\n\n  Logs: {places.shown(folder / 'logs')}")
	return 1 if any(one.failure for one in tried) else 0


def _try(settings: Settings, wanted: Wanted, archive: carrying.Archive, folder: Path, release: str) -> Tried:
	tried = Tried(release)
	root, log = folder / release, folder / "logs" / f"{release}.log"
	log.unlink(missing_ok=True)
	remove(root)
	try:
		binds = _make(settings, wanted, archive, root, log, tried)
		with Machine(root, binds, log) as machine:
			_demo_and_tests(settings, wanted, machine, tried)
	except Stop as stop:
		tried.failure = str(stop).splitlines()[0]
		say(f"\n{stop}\n")
	finally:
		if not wanted.keep:
			remove(root)
	return tried


def _make(
	settings: Settings, wanted: Wanted, archive: carrying.Archive, root: Path, log: Path, tried: Tried
) -> dict[Path, str]:
	"""The clean machine with the checkout in it. Returns the folders of this machine that it has to see."""
	downloads = wanted.downloads.absolute() if wanted.downloads else None
	kept = downloads / "debootstrap" / tried.release if downloads else None
	with tried.timed("debootstrap"):
		debootstrap(tried.release, root, archive.mirror, kept, log)
	(root / "etc" / "apt" / "sources.list").write_text(archive.sources(tried.release))
	binds = {folder: str(folder) for folder in carrying.carry_over(root, os.environ, Path.home())}
	if downloads:
		cache = f"/root/.cache/{settings.app}-trial"
		binds[downloads / "apt" / tried.release] = "/var/cache/apt/archives"
		binds |= {downloads / name: f"{cache}/{name}" for name in ("uv", "npm")}
		for source in binds:
			source.mkdir(parents=True, exist_ok=True)
		(downloads / "apt" / tried.release / "partial").mkdir(exist_ok=True)
	unpacked("HEAD", root / "root" / settings.app)
	return binds


def unpacked(commit: str, target: Path) -> None:
	"""A commit of this checkout, also where root tries what another user owns."""
	target.mkdir(parents=True)
	with subprocess.Popen(
		[*GIT, "archive", "--format=tar", commit], cwd=ROOT, stdout=subprocess.PIPE
	) as archive:
		failed = subprocess.run(["tar", "-x", "-C", str(target)], stdin=archive.stdout).returncode
	if archive.returncode or failed:
		raise Stop(f"{commit} of {ROOT} could not be copied. Is it a git checkout that has it?")


def _demo_and_tests(settings: Settings, wanted: Wanted, machine: Machine, tried: Tried) -> None:
	env, inside, port = carrying.variables(os.environ), f"/root/{settings.app}", free_port()
	machine.run(["update-ca-certificates"], env, "/", "The certificates could not be carried over")
	with tried.timed("demo"):
		demo = ["./dev", "demo", "--detach", f"--port={port}", f"{settings.demo_option}={wanted.size}"]
		machine.run(demo, env, inside, "./dev demo failed")
	tried.versions = machine.answer(VERSIONS).splitlines()
	with tried.timed("logins"):
		log_in_as_each(port, machine.root / inside.lstrip("/") / ".trial" / "demo" / "made.json")
	machine.run(["./dev", "down"], env, inside, "./dev down failed")
	if wanted.test_arguments is not None:
		with tried.timed("tests"):
			try:
				machine.run(["./dev", "test", *wanted.test_arguments], env, inside, "./dev test failed")
			finally:
				tried.tests = counted(machine.log)


def log_in_as_each(port: int, made: Path) -> None:
	"""Logs in as everybody whom the demo names and opens the desk; stops at the first who cannot."""
	for login in json.loads(made.read_text())["logins"]:
		opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(http.cookiejar.CookieJar()))
		asked = urlencode({"usr": login["user"], "pwd": login["password"]}).encode()
		try:
			opener.open(f"http://{LOOPBACK}:{port}/api/method/login", asked, timeout=60).close()
			with opener.open(f"http://{LOOPBACK}:{port}/app", timeout=60) as desk:
				page = desk.read().decode(errors="replace")
		except (URLError, OSError) as error:
			raise Stop(f"{login['user']} could not log in: {error}") from None
		if "frappe.boot" not in page:
			raise Stop(f"{login['user']} logged in, but the desk did not open.")


def counted(log: Path) -> str:
	"""What pytest counted, from the last of its closing lines in the log."""
	found = COUNTED.findall(log.read_text(errors="replace")) if log.is_file() else []
	return found[-1] if found else "no tests ran"


def table(tried: Sequence[Tried]) -> str:
	"""One row for each release, with times in minutes and seconds."""
	steps = list(dict.fromkeys(name for one in tried for name in one.seconds))
	rows = [["release", "Debian", "Python", "MariaDB", "Node", *steps, "result"]]
	for one in tried:
		versions = [*one.versions, *["–"] * 4][:4]
		times = [_minutes(one.seconds[name]) if name in one.seconds else "–" for name in steps]
		result = "; ".join(filter(None, [f"FAILED: {one.failure}" if one.failure else "passed", one.tests]))
		rows.append([one.release, *versions, *times, result])
	widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
	return "\n".join(
		"  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
		for row in rows
	)


def _minutes(seconds: float) -> str:
	return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _say_what_is_left_behind() -> None:
	"""The machines get what is committed."""
	changed = subprocess.run([*GIT, "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True).stdout
	if changed:
		say(f"    Not committed, and so not tried: {len(changed.splitlines())} files.")

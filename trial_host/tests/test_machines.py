"""Clean machines: what is carried over to them, how they are entered, and that nothing of them is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from trial_host import carrying, chroots, cli, machines, settings
from trial_host.chroots import HOLDER, OWN_NAMESPACES, Machine, holding, mounts_below
from trial_host.console import Stop
from trial_host.machines import Tried, Wanted
from trial_host.services import LOOPBACK, free_port
from trial_host.settings import ROOT

LISTED = """Debian|Debian|http://mirror.example.org/debian/
Debian|Debian|http://mirror.example.org/debian/
Debian|Debian-Security|http://mirror.example.org/security/
Somebody|Else|https://else.example.org/
"""


def test_packages_come_from_where_this_machine_has_its_own():
	archive = carrying.archive_in(LISTED)
	assert archive.mirror == "http://mirror.example.org/debian/"
	assert archive.sources("trixie").splitlines() == [
		"deb http://mirror.example.org/debian/ trixie main",
		"deb http://mirror.example.org/debian/ trixie-updates main",
		"deb http://mirror.example.org/security/ trixie-security main",
	]
	assert archive.sources("testing") == "deb http://mirror.example.org/debian/ testing main\n"


def test_a_machine_without_an_archive_of_debian_asks_for_one():
	with pytest.raises(Stop, match="--mirror"):
		carrying.archive_in("Ubuntu|Ubuntu|http://ubuntu.example.org/\n")
	assert carrying.archive("http://named.example.org/").mirror == "http://named.example.org/"


def test_only_variables_about_reaching_registries_are_carried_over():
	environment = {
		"https_proxy": "http://proxy.example.org",
		"NO_PROXY": "localhost",
		"PIP_INDEX_URL": "https://index.example.org",
		"SSL_CERT_FILE": "/etc/ssl/own.crt",
		"npm_config_registry": "https://npm.example.org",
		"UV_CACHE_DIR": "/home/me/uv",
		"PYTHONPATH": "/home/me",
		"MY_TOKEN": "secret",
	}
	carried = carrying.variables(environment)
	assert carried.keys() == environment.keys() - {"UV_CACHE_DIR", "PYTHONPATH", "MY_TOKEN"}


def test_paths_in_settings_are_told_from_addresses(tmp_path: Path):
	folder, certificate = tmp_path / "wheels", tmp_path / "own.crt"
	folder.mkdir()
	certificate.touch()
	text = f"""find-links = {folder}
extra-index-url = file://{folder} https://index.example.org{folder}/simple
cert={certificate}
nothing = /no/such/place
"""
	assert carrying.local_paths([text]) == sorted([folder, certificate])


def test_settings_are_written_where_the_clean_machine_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	home, root, wheels = tmp_path / "home", tmp_path / "root", tmp_path / "wheels"
	(home / ".config" / "pip").mkdir(parents=True)
	(root / "root").mkdir(parents=True)
	wheels.mkdir()
	(home / ".config" / "pip" / "pip.conf").write_text(f"[global]\nfind-links = {wheels}\n")
	(home / ".npmrc").write_text("registry=https://npm.example.org\n")
	monkeypatch.setattr(carrying, "OF_NPM", ("~/.npmrc",))
	folders = carrying.carry_over(root, {}, home)
	assert wheels in folders
	assert "find-links" in (root / "root" / ".config" / "pip" / "pip.conf").read_text()
	npmrc = root / "root" / ".npmrc"
	assert npmrc.read_text() == "registry=https://npm.example.org\n"
	assert npmrc.stat().st_mode & 0o077 == 0  # it may hold a password


def test_the_command_goes_through_the_namespaces_into_the_folder(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	machine = Machine(tmp_path, {}, tmp_path / "log")
	monkeypatch.setattr(machine, "_first_process", lambda: 4711)
	argv = machine.entering(
		["./dev", "test", "-m", "not slow"], {"PIP_CERT": "/c", "PATH": "/mine"}, "/root/app"
	)
	assert argv[:6] == ["nsenter", "--target=4711", "--mount", "--pid", "chroot", str(tmp_path)]
	assert "PIP_CERT=/c" in argv
	assert "PATH=/mine" not in argv
	assert argv[-5:] == ["/root/app", "./dev", "test", "-m", "not slow"]


def test_a_machine_is_held_in_namespaces_that_end_with_it(tmp_path: Path):
	argv = holding(tmp_path, {Path("/a b"): "/root/cache"})
	assert argv[:7] == list(OWN_NAMESPACES)
	assert argv[7:] == ["sh", "-c", HOLDER, "sh", str(tmp_path), "/a b", "/root/cache"]


def may_make_namespaces() -> bool:
	argv = [*OWN_NAMESPACES, "true"]
	try:
		return subprocess.run(argv, capture_output=True).returncode == 0
	except OSError:
		return False


HOLD = """import signal, sys, time
from pathlib import Path
from trial_host.chroots import Machine
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
root, shared = map(Path, sys.argv[1:])
with Machine(root, {shared: "/seen"}, root.parent / "log") as machine:
	print(machine._first_process(), flush=True)
	time.sleep(600)
"""


@pytest.mark.skipif(not may_make_namespaces(), reason="needs the right to make namespaces")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_stays_mounted_or_running_however_the_tool_ends(tmp_path: Path, how: signal.Signals):
	root, shared = tmp_path / "root", tmp_path / "shared"
	for folder in (root / "proc", root / "sys", root / "dev", shared):
		folder.mkdir(parents=True)
	env = {**os.environ, "PYTHONPATH": str(ROOT)}
	tool = subprocess.Popen(
		[sys.executable, "-c", HOLD, root, shared], env=env, stdout=subprocess.PIPE, text=True
	)
	assert tool.stdout
	first = Path(f"/proc/{int(tool.stdout.readline())}")
	inside = (first / "mountinfo").read_text()
	assert f" {root}/seen " in inside
	assert f" {root}/proc " in inside
	assert mounts_below(root) == []  # not even now
	tool.send_signal(how)
	tool.wait(30)
	deadline = time.monotonic() + 30
	while first.exists() and time.monotonic() < deadline:
		time.sleep(0.05)
	assert not first.exists()
	chroots.remove(root)
	assert not root.exists()
	assert shared.exists()


def test_a_folder_with_a_mount_in_it_is_not_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(chroots, "mounts_below", lambda folder: [f"{folder}/proc"])
	with pytest.raises(Stop, match="is mounted there"):
		chroots.remove(tmp_path)
	assert tmp_path.exists()


def test_mounts_are_found_by_their_whole_path():
	assert "/proc" in mounts_below(Path("/"))
	assert mounts_below(Path("/proc/nothing")) == []


def test_without_root_it_says_so(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr("os.geteuid", lambda: 1000)
	with pytest.raises(Stop, match="sudo"):
		machines.machines(settings.load(), Wanted(["trixie"], None, 60))


@pytest.mark.parametrize("name", ["../etc", "-x", "Trixie", ""])
def test_a_release_is_a_name_and_no_path(name: str):
	with pytest.raises(Stop, match="Not a release"):
		machines.machines(settings.load(), Wanted([name], None, 60))


@pytest.mark.parametrize(
	("argv", "releases", "tests"),
	[
		(["machines"], ("bookworm", "trixie", "testing"), []),
		(
			["machines", "trixie", "--", "tests/of_a_folder", "-m", "site"],
			["trixie"],
			["tests/of_a_folder", "-m", "site"],
		),
		(["machines", "trixie", "--demo-only"], ["trixie"], None),
	],
)
def test_what_follows_two_dashes_goes_to_the_tests(
	monkeypatch: pytest.MonkeyPatch, argv: list[str], releases: object, tests: list[str] | None
):
	asked: list[Wanted] = []
	monkeypatch.setattr(machines, "machines", lambda settings, wanted: asked.append(wanted) or 0)
	assert cli.main(argv) == 0
	assert asked[0].releases == releases
	assert asked[0].test_arguments == tests


class Desk(BaseHTTPRequestHandler):
	"""As much of a site as a login needs."""

	def log_message(self, *_: object) -> None:
		pass

	def do_POST(self) -> None:
		sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
		accepted = sent["pwd"] == ["right"]
		self.send_response(200 if accepted else 401)
		if accepted:
			self.send_header("Set-Cookie", f"sid={sent['usr'][0]}; Path=/")
		self.end_headers()

	def do_GET(self) -> None:
		self.send_response(200)
		self.end_headers()
		has_desk = self.headers["Cookie"] not in (None, "sid=nobody@example.org")
		self.wfile.write(b"frappe.boot = {}" if has_desk else b"Log in")


@pytest.fixture
def desk() -> Iterator[int]:
	with ThreadingHTTPServer((LOOPBACK, 0), Desk) as server:
		threading.Thread(target=server.serve_forever, daemon=True).start()
		yield server.server_port
		server.shutdown()


def logins(folder: Path, **passwords: str) -> Path:
	made = folder / "made.json"
	rows = [{"role": "R", "user": f"{name}@example.org", "password": of} for name, of in passwords.items()]
	made.write_text(json.dumps({"logins": rows}))
	return made


def test_everybody_whom_the_demo_names_logs_in_and_sees_the_desk(desk: int, tmp_path: Path):
	machines.log_in_as_each(desk, logins(tmp_path, ann="right", bo="right"))
	with pytest.raises(Stop, match=r"bo@example\.org could not log in: .*401"):
		machines.log_in_as_each(desk, logins(tmp_path, ann="right", bo="wrong"))
	with pytest.raises(Stop, match=r"nobody@example\.org logged in, but the desk did not open"):
		machines.log_in_as_each(desk, logins(tmp_path, nobody="right"))
	with pytest.raises(Stop, match="could not log in"):
		machines.log_in_as_each(free_port(), logins(tmp_path, ann="right"))


class NoMachine:
	"""Stands in for a chroot: remembers what was run, and fails where it is told to."""

	ran: ClassVar[list[list[str]]] = []
	fails_at = ""

	def __init__(self, root: Path, binds: dict[Path, str], log: Path) -> None:
		self.root, self.log = root, log

	def __enter__(self) -> NoMachine:
		return self

	def __exit__(self, *_: object) -> None:
		self.ran.append(["ended"])

	def run(self, argv: list[str], env: dict[str, str], folder: str, why: str) -> None:
		self.ran.append(argv)
		if self.fails_at and self.fails_at in argv:
			raise Stop(f"{why} (exit status 1). The end of the log:")
		if "test" in argv:
			self.log.parent.mkdir(parents=True, exist_ok=True)
			self.log.write_text("=== 12 passed in 3.00s ===\n")

	def answer(self, script: str) -> str:
		return "Debian GNU/Linux 13\n3.13.5\n11.8.3\nv20.19.2"


@pytest.fixture
def no_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[NoMachine]:
	ours = settings.load()
	monkeypatch.setenv(ours.trial_variable, str(tmp_path))
	monkeypatch.setattr("os.geteuid", lambda: 0)
	monkeypatch.setattr(machines.system, "ensure", lambda *_: None)
	monkeypatch.setattr(machines, "Machine", NoMachine)
	monkeypatch.setattr(machines, "log_in_as_each", lambda port, made: None)
	monkeypatch.setattr(
		machines, "debootstrap", lambda release, root, *_: (root / "etc" / "apt").mkdir(parents=True)
	)
	monkeypatch.setattr(machines.carrying, "carry_over", lambda *_: [])
	# a clean machine, where these tests run too, has neither git nor a history
	monkeypatch.setattr(machines, "unpacked", lambda commit, target: None)
	monkeypatch.setattr(machines, "_say_what_is_left_behind", lambda: None)
	monkeypatch.setattr(NoMachine, "ran", [])
	return NoMachine


def tried(*releases: str, test_arguments: list[str] | None) -> int:
	wanted = Wanted(releases, test_arguments, 60, mirror="http://mirror.example.org/")
	return machines.machines(settings.load(), wanted)


def test_each_release_is_tried_from_the_demo_to_the_tests_and_its_folder_goes(
	no_machines: type[NoMachine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	assert tried("trixie", "testing", test_arguments=["tests/of_a_folder"]) == 0
	names = [argv[1] if argv[0] == "./dev" else argv[0] for argv in no_machines.ran]
	assert names == ["update-ca-certificates", "demo", "down", "test", "ended"] * 2
	assert ["./dev", "test", "tests/of_a_folder"] in no_machines.ran
	assert capsys.readouterr().out.count("passed; 12 passed in 3.00s") == 2
	assert sorted(path.name for path in (tmp_path / "machines").iterdir()) == ["logs", "machines.lock"]


@pytest.mark.parametrize("where", ["demo", "test"])
def test_a_release_that_fails_does_not_keep_the_next_from_being_tried(
	no_machines: type[NoMachine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
	monkeypatch.setattr(no_machines, "fails_at", where)
	assert tried("trixie", "testing", test_arguments=[]) == 1
	summary = (tmp_path / "machines" / "logs" / "summary.txt").read_text()
	assert summary.count(f"FAILED: ./dev {where} failed") == 2
	assert no_machines.ran.count(["ended"]) == 2
	assert not (tmp_path / "machines" / "trixie").exists()


def test_the_table_shows_times_and_what_failed():
	good = Tried(
		"trixie", ["Debian GNU/Linux 13", "3.13.5", "11.8.3", "v20.19.2"], {"debootstrap": 61.4, "demo": 305}
	)
	good.tests = "3038 passed in 678.00s"
	text = machines.table([good, Tried("testing", failure="debootstrap could not make testing")])
	first, second = text.splitlines()[1:]
	assert "1:01" in first
	assert "5:05" in first
	assert first.endswith("passed; 3038 passed in 678.00s")
	assert second.endswith("FAILED: debootstrap could not make testing")


def test_tests_are_counted_from_the_last_closing_line(tmp_path: Path):
	log = tmp_path / "log"
	log.write_text(
		"== 1 passed in 0.10s ==\n====== 2 failed, 3036 passed, 4 skipped in 678.12s (0:11:18) ======\n"
	)
	assert machines.counted(log) == "2 failed, 3036 passed, 4 skipped in 678.12s"
	assert machines.counted(tmp_path / "none") == "no tests ran"

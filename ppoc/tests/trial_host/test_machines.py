"""Clean machines: what is carried over to them, how they are entered, and that nothing of them is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trial_host import carrying, chroots, cli, machines, settings
from trial_host.chroots import HOLDER, OWN_NAMESPACES, Machine, holding, mounts_below
from trial_host.console import Stop
from trial_host.machines import Tried, Wanted
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
	assert argv[:5] == list(OWN_NAMESPACES)
	assert argv[5:] == ["sh", "-c", HOLDER, "sh", str(tmp_path), "/a b", "/root/cache"]


def may_make_namespaces() -> bool:
	argv = [*OWN_NAMESPACES, "true"]
	try:
		return subprocess.run(argv, capture_output=True).returncode == 0
	except OSError:
		return False


HOLD = """import sys, time
from pathlib import Path
from trial_host.chroots import Machine
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
			["machines", "trixie", "--", "ppoc/tests/access", "-m", "site"],
			["trixie"],
			["ppoc/tests/access", "-m", "site"],
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

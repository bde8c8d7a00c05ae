"""What is missing on the machine is installed where that may be done, and named in one line where not."""

from pathlib import Path

import pytest

from trial_host import pythons, system
from trial_host.console import Stop


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	"""A PATH with nothing on it but what a test puts there."""
	folder = tmp_path / "bin"
	folder.mkdir()
	monkeypatch.setenv("PATH", str(folder))
	monkeypatch.setattr(system, "SBIN", ())
	return folder


def put(folder: Path, name: str, script: str = "exit 0") -> None:
	file = folder / name
	file.write_text(f"#!/bin/sh\n{script}\n")
	file.chmod(0o755)


def test_without_rights_one_line_says_what_to_run(
	nothing_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("os.geteuid", lambda: 1000)
	put(nothing_installed, "apt-get")
	put(nothing_installed, "redis-server")
	with pytest.raises(Stop) as stop:
		system.ensure([system.MARIADB, system.REDIS, system.NODE], [], tmp_path / "log")
	assert str(stop.value).splitlines()[-1].strip() == "sudo apt-get install -y mariadb-server nodejs npm"


def test_with_sudo_that_asks_nothing_the_rest_is_installed(
	nothing_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("os.geteuid", lambda: 1000)
	put(nothing_installed, "sudo", f'echo "$@" >> {tmp_path}/asked')
	put(nothing_installed, "apt-get")
	put(nothing_installed, "node", "echo v20.1.0")
	put(nothing_installed, "npm")
	system.ensure([system.REDIS, system.NODE], ["python3-pip"], tmp_path / "log")
	assert (
		"apt-get install -y --no-install-recommends -qq redis-server python3-pip"
		in (tmp_path / "asked").read_text()
	)


def test_nothing_missing_asks_for_nothing(nothing_installed: Path, tmp_path: Path):
	put(nothing_installed, "node", "echo v18.20.4")
	put(nothing_installed, "npm")
	system.ensure([system.NODE], [], tmp_path / "log")
	assert not (tmp_path / "log").exists()


@pytest.mark.parametrize("answer", ["v16.20.2", "v9.0.0", "nonsense"])
def test_an_old_node_is_refused(nothing_installed: Path, tmp_path: Path, answer: str):
	put(nothing_installed, "node", f"echo {answer}")
	put(nothing_installed, "npm")
	with pytest.raises(Stop, match=answer):
		system.ensure([system.NODE], [], tmp_path / "log")


def test_servers_are_found_in_sbin(nothing_installed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
	sbin = tmp_path / "sbin"
	sbin.mkdir()
	put(sbin, "mariadbd")
	monkeypatch.setattr(system, "SBIN", (str(sbin),))
	assert system.program("mariadbd") == str(sbin / "mariadbd")


def test_a_python_that_only_names_itself_is_passed_over(
	nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("sys.executable", str(nothing_installed / "python3"))
	put(nothing_installed, "python3", "echo 3.13")
	put(nothing_installed, "python3.11", "echo not installed >&2; exit 127")
	put(nothing_installed, "python3.10", "echo 3.10")
	assert pythons.find_python() == nothing_installed / "python3.10"

"""What is missing on the machine is installed where that may be done, and named in one line where not."""

from collections.abc import Callable
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
	monkeypatch.setattr(system, "APT_LISTS", tmp_path / "lists")
	return folder


@pytest.fixture
def archive(
	nothing_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
	"""What apt's lists of this machine offer. `asked` in the test's folder has what apt-get was told."""
	monkeypatch.setattr("os.geteuid", lambda: 0)
	monkeypatch.setattr(system, "_install", lambda sudo, packages, log: installed.extend(packages))
	installed: list[str] = []

	def offer(**versions: str) -> list[str]:
		(tmp_path / "lists").mkdir(exist_ok=True)
		(tmp_path / "lists" / "main_Packages").touch()
		cases = "".join(
			f'{name.replace("_", "-")}) echo "  Candidate: {of}";;\n' for name, of in versions.items()
		)
		put(nothing_installed, "apt-cache", f'case "$2" in\n{cases}esac')
		put(nothing_installed, "apt-get", f'echo "$@" >> {tmp_path}/asked')
		put(nothing_installed, "env", 'shift; exec "$@"')
		return installed

	return offer


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
	put(nothing_installed, "apt-cache", 'echo "  Candidate: 1.0"')
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


def test_a_package_is_taken_by_the_name_that_the_archive_has(
	nothing_installed: Path, tmp_path: Path, archive: Callable[..., list[str]]
):
	installed = archive(valkey_server="8.1.1")
	put(nothing_installed, "node", "echo v22.1.0")
	system.ensure([system.REDIS], [], tmp_path / "log")
	assert installed == ["valkey-server"]


def test_either_of_two_programs_is_enough(nothing_installed: Path, tmp_path: Path):
	put(nothing_installed, "valkey-server")
	put(nothing_installed, "node", "echo v22.1.0")
	system.ensure([system.REDIS], [], tmp_path / "log")
	assert system.program(system.REDIS_SERVER) == str(nothing_installed / "valkey-server")


@pytest.mark.parametrize("versions", [{}, {"chromium": "2:1snap1-0ubuntu2"}, {"chromium": "(none)"}])
def test_without_a_browser_in_the_archive_the_other_tests_still_run(
	nothing_installed: Path,
	tmp_path: Path,
	archive: Callable[..., list[str]],
	capsys: pytest.CaptureFixture[str],
	versions: dict[str, str],
):
	installed = archive(**versions)
	put(nothing_installed, "node", "echo v20.1.0")
	system.ensure([system.CHROMIUM], [], tmp_path / "log")
	assert not installed
	assert not (tmp_path / "asked").exists()  # every later call would look for it in vain
	assert "chromium or google-chrome" in capsys.readouterr().out


def test_a_server_that_the_archive_does_not_have_stops(tmp_path: Path, archive: Callable[..., list[str]]):
	archive(redis_server="7.0")
	with pytest.raises(Stop, match=r"does not have mariadb-server\."):
		system.ensure([system.MARIADB, system.REDIS], [], tmp_path / "log")


def test_a_library_that_does_not_load_is_missing(
	nothing_installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("os.geteuid", lambda: 1000)
	need = system.Need((), ("libnowhere0",), ("libnowhere.so.0",))
	with pytest.raises(Stop, match="sudo apt-get install -y libnowhere0"):
		system.ensure([need], [], tmp_path / "log")


def test_a_python_that_only_names_itself_is_passed_over(
	nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("sys.executable", str(nothing_installed / "python3"))
	put(nothing_installed, "python3", "echo 3.15")
	put(nothing_installed, "python3.11", "echo not installed >&2; exit 127")
	put(nothing_installed, "python3.10", "echo 3.10")
	assert pythons.find_python() == nothing_installed / "python3.10"


@pytest.mark.parametrize(
	("required", "version", "answer"),
	[
		(">=3.14,<3.15", "3.14", True),
		(">=3.14,<3.15", "3.13", False),
		(">=3.14,<3.15", "3.15", False),
		(">=3.10,<3.13", "3.9", False),
		(">=3.10,<4", "3.20", True),
		("~=3.11", "3.13", True),
		("~=3.11.2", "3.13", False),
		("==3.12.*", "3.12", True),
		(">3.10, <=3.12", "3.10", False),
		(">=3.10.2,!=3.12.1", "3.12", True),
		(">=3.10,!=3.12.*", "3.13", True),
		("<3.14.2", "3.14", True),
		("", "3.14", True),
	],
)
def test_what_a_tree_requires_of_python_is_understood(required: str, version: str, answer: bool):
	assert pythons.fits(version, required) is answer


def test_the_python_that_a_tree_requires_is_chosen_and_missed_aloud(
	nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr("sys.executable", str(nothing_installed / "python3"))
	put(nothing_installed, "python3", "echo 3.13")
	with pytest.raises(Stop, match=r"needs Python >=3\.14,<3\.15; on PATH there is 3\.13"):
		pythons.chosen_python(">=3.14,<3.15")
	put(nothing_installed, "python3.14", "echo 3.14")
	assert pythons.chosen_python(">=3.14,<3.15") == nothing_installed / "python3.14"


@pytest.mark.parametrize("headers", [True, False])
def test_headers_are_asked_for_by_the_version_that_builds(
	nothing_installed: Path, tmp_path: Path, headers: bool
):
	include = tmp_path / "include"
	include.mkdir()
	if headers:
		(include / "Python.h").touch()
	put(nothing_installed, "python3.14", f'case "$2" in *sysconfig*) echo {include};; *) echo 3.14;; esac')
	missing = pythons.missing_headers(nothing_installed / "python3.14")
	assert missing == ([] if headers else ["python3.14-dev"])

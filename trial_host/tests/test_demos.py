"""Where there are demos on several Frappe trees, each command says which one it means."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trial_host import cli, demo_commands, settings
from trial_host.console import Stop
from trial_host.demo import LATEST, Demo, demo_on
from trial_host.processes import Process

Sleeper = subprocess.Popen[bytes]


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
	loaded = settings.load()
	monkeypatch.setenv(loaded.trial_variable, str(tmp_path / "trial"))
	return loaded


@pytest.fixture
def made(ours: settings.Settings) -> Callable[[Path | None], Demo]:
	def make(tree: Path | None) -> Demo:
		demo = demo_on(ours, tree)
		demo.mails.mkdir(parents=True)
		demo.tree_file.write_text(str(tree or ""))
		logins = [{"role": "Manager", "user": "m@example.org", "password": "p"}]
		demo.made.write_text(json.dumps({ours.demo_of: 60, "logins": logins}))
		(demo.folder.parent / LATEST).write_text(demo.folder.name)
		return demo

	return make


@pytest.fixture
def run() -> Iterator[Callable[[Demo], Sleeper]]:
	started: list[Sleeper] = []

	def start(demo: Demo) -> Sleeper:
		process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
		started.append(process)
		state = {
			"supervisor": vars(Process.of(process.pid)),
			"services": [],
			"address": "http://127.0.0.1:8000",
		}
		demo.state.write_text(json.dumps(state))
		return process

	yield start
	for process in started:
		process.kill()
		process.wait()


def said(capsys: pytest.CaptureFixture[str]) -> str:
	return capsys.readouterr().out


def test_one_demo_is_just_the_demo(ours, made, run, capsys: pytest.CaptureFixture[str]):
	run(made(None))
	demo_commands.status(ours, None)
	assert said(capsys).startswith("Running (process ")
	demo_commands.down(ours, None)
	assert said(capsys) == "The demo is stopped. Its data stay; ./dev demo starts it again.\n"


def test_down_stops_the_one_that_runs_though_another_was_made_last(
	ours, made, run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	default = made(None)
	process = run(default)
	other = made(tmp_path / "a tree")
	assert not other.served_by()
	demo_commands.down(ours, None)
	assert process.wait(5) != 0
	assert said(capsys).startswith("The demo on the default Frappe is stopped.")


def test_down_of_another_tree_stops_nothing_and_names_what_runs(
	ours, made, run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	made(None)
	served = made(tmp_path / "a tree")
	run(served)
	demo_commands.down(ours, tmp_path / "elsewhere")
	answer = said(capsys)
	assert "elsewhere is not running" in answer
	assert (
		f"The demo on '{tmp_path}/a tree' is running: ./dev down --frappe '{tmp_path}/a tree' stops it."
		in answer
	)
	assert served.served_by()


def test_what_a_killed_demo_left_is_stopped_with_the_one_that_runs(ours, made, run, tmp_path: Path):
	killed = made(tmp_path / "killed")
	run(killed).kill()
	process = run(made(None))
	demo_commands.down(ours, None)
	assert process.wait(5) != 0
	assert not killed.state.exists()


def test_status_tells_of_each_demo_with_its_tree(
	ours, made, run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	made(None)
	run(made(tmp_path / "released"))
	demo_commands.status(ours, None)
	default, _, other = said(capsys).partition(f"The demo on {tmp_path}/released:")
	assert default.startswith("The demo on the default Frappe:\nNot running. ./dev demo starts it.")
	assert other.startswith("\nRunning")
	demo_commands.status(ours, tmp_path / "released")
	assert "default" not in said(capsys)


def test_status_of_a_tree_without_a_demo_says_how_to_make_one(
	ours, made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	made(None)
	demo_commands.status(ours, tmp_path / "new")
	assert f"./dev demo --frappe {tmp_path}/new makes one" in said(capsys)


def test_mails_are_those_of_the_demo_that_runs_and_it_is_named_beside_them(
	ours, made, run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
	run(made(None))
	made(tmp_path / "made last")
	demo_commands.mail(ours, None, None)
	shown = capsys.readouterr()
	assert shown.err == "The demo on the default Frappe:\n"
	assert "/demo/mails" in shown.out


def test_a_frappe_command_on_a_tree_without_a_demo_stops(ours, made, tmp_path: Path):
	made(None)
	with pytest.raises(Stop, match=r"--frappe .*elsewhere makes one"):
		demo_commands.frappe(ours, tmp_path / "elsewhere", ["migrate"])


@pytest.mark.parametrize(
	("argv", "tree", "rest"),
	[
		(["frappe", "migrate", "--skip-failing"], None, ["migrate", "--skip-failing"]),
		(
			["frappe", "--frappe", "/a/tree", "list-apps", "--frappe"],
			Path("/a/tree"),
			["list-apps", "--frappe"],
		),
	],
)
def test_a_frappe_command_is_passed_on_as_it_stands(
	monkeypatch: pytest.MonkeyPatch, argv: list[str], tree: Path | None, rest: list[str]
):
	asked: list[object] = []
	monkeypatch.setattr(demo_commands, "frappe", lambda settings, *arguments: asked.extend(arguments) or 0)
	assert cli.main(argv) == 0
	assert asked == [tree, rest]

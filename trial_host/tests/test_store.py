"""The cache keeps whole things only, whatever happens to the process that makes them."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from trial_host.settings import ROOT
from trial_host.store import forget_all_but, key_of, key_of_files, made_once

SLOW_MAKER = """
import sys, time
from pathlib import Path
from trial_host.store import made_once

def make(folder: Path) -> None:
	(folder / "half").write_text("half")
	print("half", flush=True)
	while not Path(sys.argv[2]).exists():
		time.sleep(0.01)

made_once(Path(sys.argv[1]), make)
"""


def test_the_same_parts_give_the_same_key():
	assert key_of("a", b"b") == key_of("a", "b")


@pytest.mark.parametrize("other", [("ab", ""), ("", "ab"), ("a", "b", ""), ("b", "a"), ("a",)])
def test_parts_that_only_look_alike_give_another_key(other: tuple[str, ...]):
	assert key_of("a", "b") != key_of(*other)


def test_a_key_of_files_follows_content_and_place(tmp_path: Path):
	first, second = tmp_path / "first", tmp_path / "second"
	first.write_text("x")
	before = key_of_files(tmp_path, [first])
	first.write_text("y")
	changed = key_of_files(tmp_path, [first])
	first.rename(second)
	moved = key_of_files(tmp_path, [second])
	assert len({before, changed, moved}) == 3


def test_what_is_made_is_made_once(tmp_path: Path):
	calls = []
	for _ in range(2):
		made_once(tmp_path / "made", lambda folder: calls.append(folder) or _write(folder / "file"))
	assert len(calls) == 1
	assert (tmp_path / "made" / "file").read_text() == "x"


def test_a_failure_leaves_nothing_that_counts_as_made(tmp_path: Path):
	def fail(folder: Path) -> None:
		(folder / "half").write_text("half")
		raise RuntimeError("no network")

	with pytest.raises(RuntimeError, match="no network"):
		made_once(tmp_path / "made", fail)
	made_once(tmp_path / "made", lambda folder: _write(folder / "whole"))
	assert sorted(p.name for p in (tmp_path / "made").iterdir()) == ["whole"]


def test_a_killed_step_is_done_again_by_the_next_call(tmp_path: Path):
	target = tmp_path / "made"
	process = _slow_maker(target, tmp_path / "never")
	process.send_signal(signal.SIGKILL)
	process.wait()
	assert not target.exists()
	made_once(target, lambda folder: _write(folder / "whole"))
	assert sorted(p.name for p in target.iterdir()) == ["whole"]


def test_two_at_once_do_not_make_the_same_thing_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
	target, go = tmp_path / "made", tmp_path / "go"
	process = _slow_maker(target, go)
	second = Thread(target=made_once, args=(target, lambda folder: (folder / "second").write_text("x")))
	second.start()
	second.join(0.3)
	assert second.is_alive()
	assert "waiting" in capsys.readouterr().out
	go.touch()
	second.join()
	process.wait()
	assert sorted(p.name for p in target.iterdir()) == ["half"]


def test_what_was_used_longest_ago_is_forgotten(tmp_path: Path):
	for age, name in enumerate(["new", "middle", "old"]):
		made_once(tmp_path / name, lambda folder: None)
		os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
	made_once(tmp_path / "old", lambda folder: None)  # used again
	forget_all_but(tmp_path, 2)
	assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old"]


def _slow_maker(target: Path, go: Path) -> "subprocess.Popen[str]":
	process = subprocess.Popen(
		[sys.executable, "-c", SLOW_MAKER, str(target), str(go)], cwd=ROOT, stdout=subprocess.PIPE, text=True
	)
	assert process.stdout
	assert process.stdout.readline() == "half\n"
	return process


def _write(file: Path) -> None:
	file.write_text("x")

"""The spool: a line is kept from when it was put there until it is loaded, however the process ends."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from ppoc.access.audit.spool import Spool

pytestmark = pytest.mark.requirement("X4.2")


def loaded(folder: Path) -> list[int]:
	here, found = Spool(folder), []
	for path in here.waiting():
		with here.taken(path) as lines:
			found += [line["number"] for line in lines or ()]
	return found


def test_lines_are_loaded_once_after_the_writer_turned_to_another_file(tmp_path: Path) -> None:
	writer = Spool(tmp_path)
	writer.put({"number": 1})
	assert loaded(tmp_path) == []
	writer.turn()
	writer.put({"number": 2})
	assert loaded(tmp_path) == [1]
	assert loaded(tmp_path) == []
	writer.turn()
	assert loaded(tmp_path) == [2]


def test_a_load_that_fails_leaves_its_lines(tmp_path: Path) -> None:
	writer = Spool(tmp_path)
	writer.put({"number": 1})
	writer.turn()
	(path,) = writer.waiting()
	with pytest.raises(ZeroDivisionError), writer.taken(path):
		raise ZeroDivisionError
	assert loaded(tmp_path) == [1]


def put_and_be_killed(folder: Path) -> None:
	writer = Spool(folder)
	for number in range(50):
		writer.put({"number": number})
	os.kill(os.getpid(), signal.SIGKILL)


def test_nothing_that_was_put_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
	process = os.fork()
	if not process:
		put_and_be_killed(tmp_path)
	_, status = os.waitpid(process, 0)
	assert os.WTERMSIG(status) == signal.SIGKILL
	assert loaded(tmp_path) == list(range(50))


def test_a_torn_last_line_does_not_hide_the_whole_ones(tmp_path: Path) -> None:
	(tmp_path / "1-1-a.jsonl").write_text('{"number": 1}\n{"number": 2')
	assert loaded(tmp_path) == [1]


def test_a_line_that_finds_no_room_is_an_error(tmp_path: Path) -> None:
	folder = tmp_path / "file"
	folder.write_text("in the way")
	with pytest.raises(OSError, match="file"):
		Spool(folder).put({"number": 1})

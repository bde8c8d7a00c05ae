"""Keeps what was seen in a file until it is in the database, so that an answer needs to wait for neither.

Each process appends to a file of its own and holds a lock on it. Whoever gets the lock may load the file: the
process itself after it has turned to the next file, or anybody after the process has ended, however it did.
A line is in the operating system's hands before the answer leaves: it survives the end of the process, but
not a loss of power in the following seconds.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ENDING = ".jsonl"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class Spool:
	"""The waiting lines of one site. Safe for several threads and processes."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder
		self._lock = threading.Lock()
		self._file, self._owner = -1, 0

	def put(self, line: Mapping[str, Any]) -> None:
		"""Appends a line.

		Raises:
			OSError: it could not be written, for example because the disk is full.
		"""
		text = json.dumps(line, separators=(",", ":")).encode() + b"\n"
		with self._lock:
			if os.write(self._opened(), text) != len(text):
				self._close()
				raise OSError(f"No room in {self.folder}")  # untranslated: for the server's log

	def turn(self) -> None:
		"""Lets go of the file, so that it can be loaded; the next line begins another."""
		with self._lock:
			self._close()

	@contextmanager
	def taken(self, path: Path) -> Iterator[list[dict[str, Any]] | None]:
		"""Gives the lines of a file, and removes it if the block ends well; None if somebody still writes it."""
		try:
			file = os.open(path, os.O_RDWR)
		except FileNotFoundError:
			yield None
			return
		try:
			try:
				fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
			except OSError:
				yield None
				return
			if not os.fstat(file).st_nlink:  # somebody else has just loaded it
				yield None
				return
			yield list(_lines(path))
			path.unlink()
		finally:
			os.close(file)

	def waiting(self) -> list[Path]:
		"""Returns the files that there are, the oldest first."""
		return sorted(self.folder.glob(f"*{ENDING}"))

	def _opened(self) -> int:
		if (
			self._owner != os.getpid()
		):  # the first line, or a process that was forked: its file is its parent's
			self._close()
		while self._file < 0:
			self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
			name = f"{time.time_ns():x}-{os.getpid()}-{secrets.token_hex(4)}{ENDING}"
			self._file = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
			fcntl.flock(self._file, fcntl.LOCK_EX)
			self._owner = os.getpid()
			if not os.fstat(self._file).st_nlink:  # somebody found it empty before it was locked
				self._close()
		return self._file

	def _close(self) -> None:
		held, self._file = self._file, -1
		if held >= 0:
			with suppress(OSError):
				os.close(held)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
	"""Yields the whole lines. The last one can be torn: its answer never left."""
	for text in path.read_bytes().split(b"\n"):
		with suppress(ValueError):
			line = json.loads(text)
			if isinstance(line, dict):
				yield line

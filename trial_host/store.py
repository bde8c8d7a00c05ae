"""The cache: folders named after what went into them, each made once, whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trial_host.console import Stop, say

KEY_LENGTH = 16


def key_of(*parts: str | bytes) -> str:
	"""A short name for everything that went in; other parts give another name."""
	digest = hashlib.sha256()
	for part in parts:
		data = part.encode() if isinstance(part, str) else part
		digest.update(f"{len(data)}:".encode())
		digest.update(data)
	return digest.hexdigest()[:KEY_LENGTH]


def key_of_files(root: Path, paths: Iterable[Path]) -> str:
	"""A name for the content of files and where they stand below `root`."""
	parts: list[str | bytes] = []
	for path in sorted(set(paths)):
		parts += [path.relative_to(root).as_posix(), path.read_bytes()]
	return key_of(*parts)


@contextmanager
def locked(path: Path, busy: str, wait: bool = True) -> Iterator[None]:
	"""Holds a lock file. When another process has it: says so and waits, or stops with the same words."""
	path.parent.mkdir(parents=True, exist_ok=True)
	with path.open("a") as handle:
		try:
			fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			if not wait:
				raise Stop(busy) from None
			say(f"  … {busy}; waiting for it")
			fcntl.flock(handle, fcntl.LOCK_EX)
		yield


def made_once(target: Path, make: Callable[[Path], None]) -> Path:
	"""`target`, which `make` fills under another name first: a call that is killed leaves nothing behind
	that a later call would take for finished work."""
	if target.is_dir():
		_touch(target)
		return target
	lock = target.parent / f".{target.name}.lock"
	with locked(lock, f"another ./dev is making {target.parent.name}/{target.name}"):
		if target.is_dir():
			return target
		unfinished = target.parent / f".{target.name}.unfinished"
		shutil.rmtree(unfinished, ignore_errors=True)
		unfinished.mkdir(parents=True)
		make(unfinished)
		unfinished.rename(target)
	lock.unlink(missing_ok=True)
	return target


def _touch(target: Path) -> None:
	"""Marks the folder as used, for `forget_all_but`."""
	os.utime(target)


def forget_all_but(folder: Path, keep: int) -> None:
	"""Deletes the folders used longest ago, so that the cache does not grow with every change."""
	entries = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
	for old in sorted(entries, key=lambda p: p.stat().st_mtime, reverse=True)[keep:]:
		shutil.rmtree(old, ignore_errors=True)

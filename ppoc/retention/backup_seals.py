"""Seals a backup, and says what is wrong with one that was sealed. Plain Python.

A seal lists each file of a backup with its size and hash, and where the audit trail stood before the backup was made.
It is signed with a key that is kept elsewhere (HMAC); without a key, whoever made it notes its fingerprint. So a file
that was changed, exchanged or left out shows, and so does an older backup that is passed off as a newer one, because
its files are not those of the newer seal and its own seal says when it was made.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

PART = 1024 * 1024
SHORTEST_KEY = 32
SIGNED = ("site", "made_at", "files", "entries", "hash")


class SealError(Exception):
	"""Raised when a file is no seal, or a key is no key; the message says which and why."""


@dataclass(frozen=True)
class Held:
	"""A file of a backup: its size in bytes, and its SHA-256."""

	size: int
	hash: str


def held(path: Path) -> Held:
	"""Returns what a seal says of this file."""
	sha, size = hashlib.sha256(), 0
	with path.open("rb") as file:
		while part := file.read(PART):
			sha.update(part)
			size += len(part)
	return Held(size, sha.hexdigest())


def sealed(
	site: str, made_at: str, files: Mapping[str, Held], trail: tuple[int, str] | None, key: bytes | None
) -> str:
	"""Returns the text of a seal.

	Args:
		site: whose backup it is.
		made_at: when the backup was begun, ISO.
		files: its files, by name.
		trail: number and hash of the audit trail's last entry before the backup; the restored trail must lead there.
		key: what it is signed with.
	"""
	values: dict[str, Any] = {
		"site": site,
		"made_at": made_at,
		"files": {name: {"size": file.size, "sha256": file.hash} for name, file in sorted(files.items())},
		"entries": trail[0] if trail else 0,
		"hash": trail[1] if trail else "",
	}
	if key:
		values["signature"] = _signature(values, key)
	return json.dumps(values, indent=1) + "\n"


def fingerprint(text: str) -> str:
	"""Returns the hash by which a seal without a signature is known again."""
	return hashlib.sha256(text.encode()).hexdigest()


def key_in(text: bytes, file: str) -> bytes:
	"""Returns the key in a file.

	Raises:
		SealError: it is too short to be one.
	"""
	key = text.strip()
	if len(key) < SHORTEST_KEY:
		raise SealError(f"{file} holds no key: it needs {SHORTEST_KEY} characters at least.")
	return key


def faults(
	text: str,
	name: str,
	found: Mapping[str, Held],
	key: bytes | None = None,
	noted: str = "",
	made_after: datetime | None = None,
) -> Iterator[str]:
	"""Yields what is wrong with a backup.

	Args:
		text: the seal's.
		name: the seal's file, for messages.
		found: the files that there are, by name.
		key: the key that it must be signed with.
		noted: the fingerprint that somebody noted when it was made.
		made_after: the backup must not be older than this.

	Raises:
		SealError: the text is not that of a seal.
	"""
	values = _read(text, name)
	if key and not hmac.compare_digest(str(values.get("signature", "")), _signature(values, key)):
		yield f"{name}: not sealed with this key, or changed since."
	if noted and not hmac.compare_digest(noted.strip().lower(), fingerprint(text)):
		yield f"{name}: not the seal whose fingerprint was noted, or changed since."
	if made_after and datetime.fromisoformat(values["made_at"]) < made_after:
		yield f"{name}: the backup was made on {values['made_at']}, before {made_after}: there should be a newer one."
	yield from _file_faults(values["files"], found)


def _file_faults(sealed: Mapping[str, Any], found: Mapping[str, Held]) -> Iterator[str]:
	for name, file in sealed.items():
		if name not in found:
			yield f"{name}: missing."
		elif found[name] != Held(file["size"], file["sha256"]):
			yield f"{name}: changed or exchanged since it was sealed."
	for name in sorted(found.keys() - sealed.keys()):
		yield f"{name}: not part of what was sealed."


def files_in(folder: Path, beside: Iterable[Path] = ()) -> dict[str, Held]:
	"""Returns the files of a folder, without those that are named."""
	left_out = {path.resolve() for path in beside}
	return {
		path.name: held(path)
		for path in sorted(folder.iterdir())
		if path.is_file() and path.resolve() not in left_out
	}


def _read(text: str, name: str) -> dict[str, Any]:
	try:
		values = json.loads(text)
		files = values["files"]
		sound = all(
			isinstance(each["size"], int) and isinstance(each["sha256"], str) for each in files.values()
		)
		datetime.fromisoformat(values["made_at"])
		if not (sound and files and isinstance(values["site"], str)):
			raise ValueError
	except (ValueError, KeyError, TypeError, AttributeError):
		raise SealError(f"{name} is not the seal of a backup.") from None
	return dict(values)


def _signature(values: Mapping[str, Any], key: bytes) -> str:
	signed = json.dumps([values.get(name) for name in SIGNED], sort_keys=True, separators=(",", ":"))
	return hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()

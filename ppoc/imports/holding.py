"""Keeps the files of an import between preview and load, out of reach of every door, and no longer than that."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import frappe

from ppoc.imports.uploads import Limits, UploadedFile

FOLDER = ("private", "ppoc_imports")
MANIFEST = "files.json"


def keep(run: str, uploads: Sequence[UploadedFile], limits: Limits) -> None:
	"""Keeps the files of a run.

	Args:
		run: name of the Import Run.
		uploads: the files.
		limits: the most to read of each.
	"""
	folder = _folder(run)
	folder.mkdir(parents=True, exist_ok=True)
	for number, upload in enumerate(uploads):
		(folder / str(number)).write_bytes(upload.read(limits))
	(folder / MANIFEST).write_text(json.dumps([upload.name for upload in uploads]), encoding="utf-8")


def kept(run: str) -> list[UploadedFile]:
	"""The files of a run, under the names they came with.

	Raises:
		FileNotFoundError: they are no longer held.
	"""
	folder = _folder(run)
	names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
	return [UploadedFile(name, folder / str(number)) for number, name in enumerate(names)]


def drop(run: str) -> None:
	"""Forgets the files of a run, if any are held."""
	shutil.rmtree(_folder(run), ignore_errors=True)


def runs_held() -> list[str]:
	"""The runs of which files are held."""
	root = Path(frappe.get_site_path(*FOLDER))
	return sorted(path.name for path in root.iterdir()) if root.is_dir() else []


def fingerprint(uploads: Sequence[UploadedFile], limits: Limits) -> str:
	"""The same for the same contents, whatever the files' names and order."""
	digests = sorted(hashlib.sha256(upload.read(limits)).hexdigest() for upload in uploads)
	return hashlib.sha256("".join(digests).encode()).hexdigest()


def _folder(run: str) -> Path:
	if not run or Path(run).name != run or run.startswith("."):
		raise ValueError(f"not the name of a run: {run!r}")
	return Path(frappe.get_site_path(*FOLDER, run))

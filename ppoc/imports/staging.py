"""Keeps the files of an import from preview to load, in a private folder that no request can reach."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import frappe

from ppoc.imports.corrections import Correction, corrections_of
from ppoc.imports.registry import ChildChange, ChildRemoval
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.translating import translated

FOLDER = ("private", "ppoc_imports")
MANIFEST = "files.json"
CHANGES = "changes.json"
REMOVALS = "removals.json"
AGREED = "agreed.json"
CORRECTIONS = "corrections.json"


def keep(run: str, uploads: Sequence[UploadedFile], limits: Limits) -> None:
	"""Stores the files of a run.

	Args:
		run: name of the Import Run.
		uploads: the files.
		limits: the limits for each file.
	"""
	folder = _folder(run)
	folder.mkdir(parents=True, exist_ok=True)
	for number, upload in enumerate(uploads):
		(folder / str(number)).write_bytes(upload.read(limits))
	(folder / MANIFEST).write_text(json.dumps([upload.name for upload in uploads]), encoding="utf-8")


def kept(run: str) -> list[UploadedFile]:
	"""Returns the files of a run, under their original names.

	Raises:
		FileNotFoundError: the files have been deleted.
	"""
	folder = _folder(run)
	names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
	return [UploadedFile(name, folder / str(number)) for number, name in enumerate(names)]


def keep_corrections(run: str, corrections: Sequence[Correction], of: str = "") -> None:
	"""Stores what the user has corrected in the files of a run.

	Args:
		run: name of the Import Run.
		corrections: the corrections.
		of: the run that this one finishes; its files go when this one is loaded.
	"""
	rows = [one.as_row() for one in corrections]
	(_folder(run) / CORRECTIONS).write_text(json.dumps({"of": of, "corrections": rows}), encoding="utf-8")


def kept_corrections(run: str) -> list[Correction]:
	"""Returns what the user has corrected in the files of a run."""
	return corrections_of(_kept_correction_file(run).get("corrections", []))


def finishes(run: str) -> str:
	"""Returns the run that this one finishes, or ""."""
	return str(_kept_correction_file(run).get("of", ""))


def _kept_correction_file(run: str) -> dict[str, Any]:
	path = _folder(run) / CORRECTIONS
	return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def is_held(run: str) -> bool:
	"""Returns whether the files of a run are stored."""
	return (_folder(run) / MANIFEST).exists()


def keep_removals(run: str, removals: Sequence[ChildRemoval]) -> None:
	"""Stores what the files no longer have, child by child, for the user who previews it and decides.

	Args:
		run: name of the Import Run.
		removals: what would be removed if the user agrees.
	"""
	rows = [
		{"child": one.child_id, "records": {key: translated(said) for key, said in one.sentences.items()}}
		for one in removals
	]
	(_folder(run) / REMOVALS).write_text(json.dumps(rows), encoding="utf-8")


def kept_removals(run: str) -> list[dict[str, Any]]:
	"""Returns what `keep_removals` has stored: "child", and "records" in words by key."""
	path = _folder(run) / REMOVALS
	return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def agree(run: str) -> None:
	"""Notes that the user has agreed to the removals that were shown, and to no others."""
	agreed = {row["child"]: sorted(row["records"]) for row in kept_removals(run)}
	(_folder(run) / AGREED).write_text(json.dumps(agreed), encoding="utf-8")


def agreed_removals(run: str) -> dict[str, list[str]]:
	"""Returns the keys of the records of each child whose removal the user has agreed to."""
	path = _folder(run) / AGREED
	return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep_changes(run: str, changes: Sequence[ChildChange]) -> None:
	"""Stores what a load would change, child by child, for the user who previews it and nobody else.

	The log does not contain it, because other users read the log and may not see all of the children.

	Args:
		run: name of the Import Run.
		changes: what would change.
	"""
	rows = [
		{"child": c.child_id, "new": c.is_new, "changes": [translated(one) for one in c.sentences]}
		for c in changes
	]
	(_folder(run) / CHANGES).write_text(json.dumps(rows), encoding="utf-8")


def kept_changes(run: str) -> list[dict[str, Any]]:
	"""Returns what `keep_changes` has stored, or an empty list once the run is over."""
	path = _folder(run) / CHANGES
	return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def drop(run: str) -> None:
	"""Deletes the files of a run, if there are any."""
	shutil.rmtree(_folder(run), ignore_errors=True)


def runs_held() -> list[str]:
	"""Returns the runs whose files are stored."""
	root = Path(frappe.get_site_path(*FOLDER))
	return sorted(path.name for path in root.iterdir()) if root.is_dir() else []


def fingerprint(uploads: Sequence[UploadedFile], limits: Limits) -> str:
	"""Returns a hash of the contents, whatever the files' names and order."""
	digests = sorted(hashlib.sha256(upload.read(limits)).hexdigest() for upload in uploads)
	return hashlib.sha256("".join(digests).encode()).hexdigest()


def _folder(run: str) -> Path:
	if not run or Path(run).name != run or run.startswith("."):
		raise ValueError(f"not the name of a run: {run!r}")
	return Path(frappe.get_site_path(*FOLDER, run))

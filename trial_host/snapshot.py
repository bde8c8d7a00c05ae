"""The default host: Frappe of 5 August 2023, shortly before 15.0, from a package on PyPI.

Frappe itself is not on PyPI. `criscostack` is: the same tree with every name replaced. The names are put
back here, and the result is checked against the manifest of the tree it came from.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from trial_host.console import Stop, step
from trial_host.pythons import Environments
from trial_host.settings import ROOT
from trial_host.store import key_of, key_of_files, made_once

NODE_SOURCES = ROOT / "trial_host" / "node"
NPM_FILES = ("package.json", "package-lock.json")
PYTHON_PINS = ROOT / "trial_host" / "python"

# WeasyPrint 59 writes its PDFs through it and does not say that later releases no longer fit.
PDF_WRITER = "pydyf==0.10.0"

REQUIREMENT = "criscostack==1.0.0"
WHEEL_SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
PACKAGE = "criscostack"
MANIFEST_SHA256 = "2b854c99ad9b51f6d60d052a2da263cedb1fcf6c849ed4b934e98de1937742b8"

# Longer names first: a later line must not find what an earlier one should have replaced.
NAMES = (
	(b"criscoerp", b"erpnext"),
	(b"Criscoerp", b"ERPNext"),
	(b"CRISCOSTACK", b"FRAPPE"),
	(b"Criscostack", b"Frappe"),
	(b"criscostack", b"frappe"),
	(b"Crisco", b"Frappe"),
)
MOVED = {"frappe/utils/brik_helper.py": "frappe/utils/bench_helper.py"}
IGNORED = {".DS_Store"}
MENDED = {
	"frappe/utils/typing_validations.py": (
		b"class FrappePydanticConfig:\n\tarbitrary_types_allowed = True\n",
		b'FrappePydanticConfig = {"arbitrary_types_allowed": True}\n',
	),
}
"""What later releases of its libraries no longer take, for Python 3.13 and later: pydantic wants a dictionary."""
BINARY_LOOK = 8192


def source(environments: Environments, cache: Path) -> Path:
	"""The snapshot as a source for a host, made when no earlier call made it."""
	node = [NODE_SOURCES / name for name in NPM_FILES]
	key = key_of(WHEEL_SHA256, MANIFEST_SHA256, repr(MENDED), PDF_WRITER, key_of_files(NODE_SOURCES, node))

	def make(unfinished: Path) -> None:
		with step("Frappe's source, names put back and checked"):
			theirs = unfinished / "theirs"
			environments.unpacked(REQUIREMENT, WHEEL_SHA256, theirs)
			put_names_back(theirs / PACKAGE, unfinished / "apps" / "frappe")
			check(unfinished / "apps" / "frappe")
			mend(unfinished / "apps" / "frappe")
			wanted = [*requirements_of(next(theirs.glob("*.dist-info")) / "METADATA"), PDF_WRITER]
			(unfinished / "requirements.txt").write_text("\n".join(wanted) + "\n")
			shutil.rmtree(theirs)
			(unfinished / "node").mkdir()
			for file in node:
				shutil.copy(file, unfinished / "node" / file.name)

	return made_once(cache / "source" / f"snapshot-{key}", make)


def pins() -> tuple[str, str]:
	"""Versions that are known to work together, as uv's constraints and overrides."""
	constraints, overrides = (PYTHON_PINS / f"{name}.txt" for name in ("pins", "overrides"))
	return constraints.read_text(), overrides.read_text()


def put_names_back(source: Path, target: Path) -> int:
	"""Writes the package under `source` to `target` with Frappe's own names; returns the number of files."""
	count = 0
	for path in sorted(source.rglob("*")):
		if not path.is_file() or path.name in IGNORED or "__pycache__" in path.parts:
			continue
		relative = renamed(path.relative_to(source.parent).as_posix().encode()).decode()
		written = target / MOVED.get(relative, relative)
		written.parent.mkdir(parents=True, exist_ok=True)
		content = path.read_bytes()
		written.write_bytes(content if b"\0" in content[:BINARY_LOOK] else renamed(content))
		count += 1
	return count


def renamed(content: bytes) -> bytes:
	for theirs, upstream in NAMES:
		content = content.replace(theirs, upstream)
	return content


def manifest_of(tree: Path) -> str:
	"""One hash for every file of the tree, its path and its content."""
	digest = hashlib.sha256()
	for path in sorted(p for p in tree.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
		content = hashlib.sha256(path.read_bytes()).hexdigest()
		digest.update(f"{content}  {path.relative_to(tree).as_posix()}\n".encode())
	return digest.hexdigest()


def check(tree: Path) -> None:
	found = manifest_of(tree)
	if found != MANIFEST_SHA256:
		raise Stop(
			f"The Frappe tree made from {REQUIREMENT} is not the expected one (manifest {found}, expected "
			f"{MANIFEST_SHA256}). Nothing was kept. Remove the uv cache and try again; if it happens twice, "
			"the package or this tool has changed."
		)


def mend(tree: Path) -> None:
	"""Puts what `MENDED` says in place of what the checked tree has."""
	for name, (theirs, ours) in MENDED.items():
		content = (tree / name).read_bytes()
		if theirs not in content:
			raise Stop(
				f"{name} of the Frappe tree does not have the lines that trial_host/snapshot.py mends."
			)
		(tree / name).write_bytes(content.replace(theirs, ours))


def requirements_of(metadata: Path) -> list[str]:
	"""The dependencies that the distribution's METADATA names."""
	return re.findall(r"^Requires-Dist: (.*)$", metadata.read_text(encoding="utf-8"), re.MULTILINE)

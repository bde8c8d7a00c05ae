"""The drill: a site with data and files is backed up, restored elsewhere and compared; tampering is noticed."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.access.scopes import CASE_DOCTYPES
from ppoc.tests.access_world import World, world
from ppoc.tests.contract import Bench

pytestmark = [
	pytest.mark.trust,
	pytest.mark.slow(60),
	pytest.mark.requirement("X4.2"),
	pytest.mark.usefixtures("committed"),
]
__all__ = ["world"]
ELSEWHERE = "restored.localhost"
DATABASE = "ppoc_restored"
PASSWORD = "a-password-for-the-drill-only"
CHANGED_BY_RESTORING = {
	"tabSingles",
	"tabDefaultValue",
	"__Auth",
	"tabSessions",
	"tabInstalled Application",
	"tabUser",
}
"""Frappe's own, which it writes when it restores: the Administrator's password, and what it notes of the site."""


@dataclass
class Commands:
	"""Bench commands, each in a process of its own."""

	bench: Bench

	def __call__(self, *arguments: str, site: str = "") -> subprocess.CompletedProcess[str]:
		named = ["--site", site] if site else []
		return subprocess.run(
			[str(self.bench.python), "-m", "frappe.utils.bench_helper", "frappe", *named, *arguments],
			cwd=self.bench.sites,
			env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
			capture_output=True,
			text=True,
			check=False,
			timeout=300,
		)


@pytest.fixture
def commands(bench: Bench) -> Commands:
	return Commands(bench)


@pytest.fixture
def caseload(world: World, set_user: Callable[[str], Any]) -> Iterator[World]:
	"""Children with records, two files on one of them, and entries on the trail."""
	made = []
	set_user(world.manager)
	for private in (0, 1):
		made.append(
			frappe.get_doc(
				{
					"doctype": "File",
					"file_name": f"zz-drill-{private}.txt",
					"content": f"A paper about Anna, {private}. {frappe.generate_hash(length=8)}",
					"is_private": 1,
					"attached_to_doctype": "Child",
					"attached_to_name": world.anna,
				}
			).insert()
		)
	for number in range(3):
		frappe.get_doc(
			{
				"doctype": "Case Note",
				"child": world.anna,
				"note": f"Drill {number}",
				"note_date": "2026-01-05",
			}
		).insert()
	set_user("Administrator")
	frappe.db.commit()
	yield world
	for file in made:
		file.delete_file_data_content()


@pytest.fixture
def key(tmp_path: Path) -> Path:
	path = tmp_path / "key"
	path.write_text("0123456789abcdef" * 4)
	return path


@pytest.fixture
def sealed(caseload: World, commands: Commands, bench: Bench, key: Path, tmp_path: Path) -> tuple[Path, Path]:
	"""A backup and its seal."""
	folder, seal = tmp_path / "backup", tmp_path / "night.seal"
	answer = commands(
		"ppoc-seal-backup", str(folder), "--seal", str(seal), "--key", str(key), site=bench.site
	)
	assert answer.returncode == 0, answer.stdout + answer.stderr
	return folder, seal


@pytest.fixture
def restored(
	sealed: tuple[Path, Path], commands: Commands, bench: Bench, database_root: Any
) -> Iterator[str]:
	"""The backup restored to another site with a database of its own; returns the site's name."""
	folder, _seal = sealed
	site = bench.sites / ELSEWHERE
	for part in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(site / part).mkdir(parents=True, exist_ok=True)
	config = json.loads((bench.sites / bench.site / "site_config.json").read_text())
	config = {**config, "db_name": DATABASE, "db_user": DATABASE, "db_password": PASSWORD}
	(site / "site_config.json").write_text(json.dumps(config))
	with database_root.cursor() as cursor:
		for host in ("localhost", "127.0.0.1", "%"):
			cursor.execute(
				f"grant all on *.* to 'drill'@'{host}' identified by '{PASSWORD}' with grant option"
			)
	found = {kind: next(folder.glob(f"*{kind}")) for kind in ("-database.sql.gz", "-private-files.tar")}
	public = next(path for path in folder.glob("*-files.tar") if "private" not in path.name)
	answer = commands(
		"restore",
		str(found["-database.sql.gz"]),
		"--with-private-files",
		str(found["-private-files.tar"]),
		"--with-public-files",
		str(public),
		"--force",
		"--admin-password",
		PASSWORD,
		*names_of_root(commands),
		site=ELSEWHERE,
	)
	try:
		assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-3000:]
		yield ELSEWHERE
	finally:
		with database_root.cursor() as cursor:
			cursor.execute(f"drop database if exists `{DATABASE}`")
			for host in ("localhost", "127.0.0.1", "%"):
				cursor.execute(f"drop user if exists 'drill'@'{host}'")
				cursor.execute(f"drop user if exists '{DATABASE}'@'{host}'")
		shutil.rmtree(site)


def names_of_root(commands: Commands) -> list[str]:
	"""Returns the options by which this Frappe is told who may make databases."""
	told = commands("restore", "--help").stdout
	name = "--db-root-username" if "--db-root-username" in told else "--mariadb-root-username"
	return [name, "drill", name.replace("username", "password"), PASSWORD]


def test_a_backup_restored_elsewhere_is_the_same_caseload(
	restored: str, sealed: tuple[Path, Path], commands: Commands, bench: Bench, database_root: Any
) -> None:
	_folder, seal = sealed
	here, there = frappe.conf.db_name, DATABASE
	counted = {name: counts(database_root, name) for name in (here, there)}
	assert counted[there] == counted[here]
	assert counted[here]["tabChild"] == 3
	assert counted[here]["tabAudit Entry"] >= 3
	differ = different_tables(database_root, here, there)
	assert differ - CHANGED_BY_RESTORING == set()
	assert not differ & {f"tab{doctype}" for doctype in CASE_DOCTYPES}
	assert broken_links(database_root, there) == broken_links(database_root, here)
	assert files_below(bench.sites / restored) == files_below(bench.sites / bench.site)
	trail = commands(
		"ppoc-check-audit-trail", "--anchor", str(seal), "--restored-from", bench.site, site=restored
	)
	assert trail.returncode == 0, trail.stdout + trail.stderr
	assert "The audit trail is whole" in trail.stdout


@pytest.mark.parametrize(
	("statement", "said"),
	[
		(
			"update `tabAudit Entry` set user = 'somebody@example.org' order by name limit 1",
			"changed after it was",
		),
		("delete from `tabAudit Entry` order by name limit 1", "Entry 1: missing"),
		("delete from `ppoc_audit_seal` order by number desc limit 1", "missing, with all after it"),
	],
	ids=["changed", "removed", "cut off"],
)
def test_a_trail_that_was_tampered_with_shows_after_restoring(
	restored: str,
	sealed: tuple[Path, Path],
	commands: Commands,
	bench: Bench,
	database_root: Any,
	statement: str,
	said: str,
) -> None:
	with database_root.cursor() as cursor:
		cursor.execute(f"use `{DATABASE}`")
		cursor.execute(statement)
		if "seal" in statement:
			cursor.execute("delete from `tabAudit Entry` order by name desc limit 1")
		cursor.execute(f"use `{frappe.conf.db_name}`")
	trail = commands(
		"ppoc-check-audit-trail", "--anchor", str(sealed[1]), "--restored-from", bench.site, site=restored
	)
	assert trail.returncode == 1, trail.stdout + trail.stderr
	assert said in trail.stdout


def test_each_way_of_tampering_with_a_backup_is_noticed(
	sealed: tuple[Path, Path], commands: Commands, bench: Bench, key: Path, tmp_path: Path
) -> None:
	folder, seal = sealed

	def checked(tampered: Path, *more: str, by: Path = seal) -> tuple[int, str]:
		answer = commands("ppoc-check-backup", str(tampered), "--seal", str(by), "--key", str(key), *more)
		return answer.returncode, answer.stdout + answer.stderr

	assert checked(folder)[0] == 0, checked(folder)[1]
	later = tmp_path / "later.seal"
	newer = tmp_path / "newer"
	assert (
		commands(
			"ppoc-seal-backup", str(newer), "--seal", str(later), "--key", str(key), site=bench.site
		).returncode
		== 0
	)
	for name, tamper in TAMPERING.items():
		copy = tmp_path / name
		shutil.copytree(folder, copy)
		tamper(copy)
		status, said = checked(copy)
		assert status == 1, f"{name}: {said}"
		assert "Do not restore it" in said
	status, said = checked(as_if_newer(folder, newer, tmp_path / "as newer"), by=later)
	assert status == 1
	assert "database.sql.gz: changed or exchanged" in said
	assert checked(folder, "--made-after", "2099-01-01")[0] == 1
	forged = commands("ppoc-check-backup", str(folder), "--seal", str(seal), "--fingerprint", "0" * 64)
	assert forged.returncode == 1
	assert commands("ppoc-check-backup", str(folder), "--seal", str(seal)).returncode == 2


def as_if_newer(older: Path, newer: Path, target: Path) -> Path:
	"""Returns a copy of the older backup under the names of the newer one."""
	target.mkdir()
	for old, new in zip(sorted(older.iterdir()), sorted(newer.iterdir()), strict=True):
		shutil.copy(old, target / new.name)
	return target


def _dump(folder: Path, change: Callable[[bytes], bytes]) -> None:
	path = next(folder.glob("*-database.sql.gz"))
	content = gzip.decompress(path.read_bytes())
	changed = change(content)
	assert changed != content
	path.write_bytes(gzip.compress(changed))


def _file_exchanged(folder: Path) -> None:
	path, stream = next(folder.glob("*-private-files.tar")), io.BytesIO()
	with tarfile.open(path) as source, tarfile.open(fileobj=stream, mode="w") as target:
		for member in source:
			content = source.extractfile(member).read() if member.isfile() else b""
			content = content.replace(b"Anna", b"Emma")
			member.size = len(content)
			target.addfile(member, io.BytesIO(content))
	path.write_bytes(stream.getvalue())


TAMPERING: dict[str, Callable[[Path], object]] = {
	"row of a case record changed": lambda folder: _dump(
		folder, lambda sql: sql.replace(b"Drill 1", b"Drill 7")
	),
	"row of a case record removed": lambda folder: _dump(
		folder,
		lambda sql: b"\n".join(line for line in sql.split(b"\n") if b"INTO `tabCase Note`" not in line),
	),
	"row of the trail changed": lambda folder: _dump(
		folder, lambda sql: sql.replace(b"tm.north@example.org", b"tm.south@example.org")
	),
	"file exchanged": _file_exchanged,
	"files left out": lambda folder: next(folder.glob("*-private-files.tar")).unlink(),
	"file put in": lambda folder: (folder / "more.sql").write_text("drop table x"),
}


def counts(root: Any, database: str) -> dict[str, int]:
	with root.cursor() as cursor:
		return {
			name: _one(cursor, f"select count(*) from `{database}`.`{name}`")
			for name in tables(cursor, database)
			if name not in CHANGED_BY_RESTORING
		}


def different_tables(root: Any, here: str, there: str) -> set[str]:
	with root.cursor() as cursor:
		names = tables(cursor, here)
		sums = []
		for database in (here, there):
			cursor.execute("checksum table " + ", ".join(f"`{database}`.`{name}`" for name in names))
			sums.append({name.partition(".")[2]: number for name, number in cursor.fetchall()})
	return {name for name in names if sums[0][name] != sums[1][name]}


def tables(cursor: Any, database: str) -> list[str]:
	cursor.execute(f"show tables from `{database}`")
	return sorted(name for (name,) in cursor.fetchall())


def broken_links(root: Any, database: str) -> dict[str, int]:
	"""Returns, for each link of a case record, how many lead nowhere."""
	found = {}
	with root.cursor() as cursor:
		for doctype in CASE_DOCTYPES:
			for field in frappe.get_meta(doctype).get_link_fields():
				if frappe.get_meta(field.options).issingle or field.get("is_virtual"):
					continue
				found[f"{doctype}.{field.fieldname}"] = _one(
					cursor,
					f"select count(*) from `{database}`.`tab{doctype}` a left join `{database}`.`tab{field.options}` b"
					f" on b.name = a.`{field.fieldname}` where a.`{field.fieldname}` <> '' and b.name is null",
				)
	return found


def files_below(site: Path) -> dict[str, str]:
	"""Returns the hash of each file that belongs to records."""
	return {
		str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest()
		for part in ("public/files", "private/files")
		for path in sorted((site / part).rglob("*"))
		if path.is_file()
	}


def _one(cursor: Any, statement: str) -> int:
	cursor.execute(statement)
	return cursor.fetchone()[0]

"""What an administrator changed on one site is put into an app of the authority, and another site installs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
import pytest

from ppoc.tests.contract import Bench

pytestmark = [
	pytest.mark.slow(120),
	pytest.mark.requirement("X5.1"),
	pytest.mark.usefixtures("committed"),
]
ELSEWHERE, DATABASE, PASSWORD = "council.localhost", "ppoc_council", "a-password-for-this-test-only"
APP = "our_council"


@dataclass
class Commands:
	"""Bench commands, each in a process of its own that knows the apps in a folder."""

	bench: Bench
	apps: Path

	def __call__(self, *arguments: str, site: str = "") -> subprocess.CompletedProcess[str]:
		named = ["--site", site] if site else []
		done = subprocess.run(
			[str(self.bench.python), "-m", "frappe.utils.bench_helper", "frappe", *named, *arguments],
			cwd=self.bench.sites,
			env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self.apps / APP), *sys.path])},
			capture_output=True,
			text=True,
			check=False,
			timeout=600,
		)
		assert done.returncode == 0, f"{arguments}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
		return done

	def put_on_the_list(self) -> None:
		"""Puts the authority's app on the bench's list of apps. This process cannot import it."""
		listed = self.bench.sites / "apps.txt"
		apps = [*listed.read_text(encoding="utf-8").split(), APP]
		listed.write_text("\n".join(apps) + "\n", encoding="utf-8")


@pytest.fixture
def commands(bench: Bench, tmp_path: Path) -> Iterator[Commands]:
	"""Commands of a bench; its list of apps is put back."""
	listed = bench.sites / "apps.txt"
	before = listed.read_text(encoding="utf-8")
	yield Commands(bench, tmp_path)
	listed.write_text(before, encoding="utf-8")
	frappe.clear_cache()


@pytest.fixture
def second_site(site: str, bench: Bench, database_root: Any, tmp_path: Path) -> Iterator[str]:
	"""Another site with ppoc, as it was before anybody changed anything; returns its name."""
	folder = bench.sites / ELSEWHERE
	for part in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(folder / part).mkdir(parents=True, exist_ok=True)
	config = json.loads((bench.sites / bench.site / "site_config.json").read_text())
	(folder / "site_config.json").write_text(
		json.dumps({**config, "db_name": DATABASE, "db_user": DATABASE, "db_password": PASSWORD})
	)
	with database_root.cursor() as cursor:
		cursor.execute(f"create database `{DATABASE}` character set utf8mb4 collate utf8mb4_unicode_ci")
		for host in ("localhost", "127.0.0.1", "%"):
			cursor.execute(f"grant all on `{DATABASE}`.* to '{DATABASE}'@'{host}' identified by '{PASSWORD}'")
		copy_tables(cursor, frappe.conf.db_name, DATABASE)
	yield ELSEWHERE
	with database_root.cursor() as cursor:
		cursor.execute(f"drop database if exists `{DATABASE}`")
		for host in ("localhost", "127.0.0.1", "%"):
			cursor.execute(f"drop user if exists '{DATABASE}'@'{host}'")
	shutil.rmtree(folder)


def copy_tables(cursor: Any, here: str, there: str) -> None:
	"""Copies every table of a database, and its sequences, into another."""
	cursor.execute(f"show full tables from `{here}`")
	for name, kind in list(cursor.fetchall()):
		if kind == "SEQUENCE":
			cursor.execute(f"show create sequence `{here}`.`{name}`")
			cursor.execute(cursor.fetchone()[1].replace(f"`{name}`", f"`{there}`.`{name}`", 1))
		elif kind == "BASE TABLE":
			cursor.execute(f"create table `{there}`.`{name}` like `{here}`.`{name}`")
			cursor.execute(f"insert into `{there}`.`{name}` select * from `{here}`.`{name}`")


def customise() -> None:
	"""What an administrator changes without code: a field, a label, a word, a notification, a print format, a forum."""
	frappe.get_doc(
		{
			"doctype": "Custom Field",
			"dt": "Child",
			"label": "Favourite game",
			"fieldname": "custom_favourite_game",
		}
		| {"fieldtype": "Data", "insert_after": "last_name"}
	).insert()
	frappe.make_property_setter(
		{"doctype": "Child", "fieldname": "first_name", "property": "label", "value": "Given name"},
		is_system_generated=False,
	)
	words = frappe.get_single("Words We Use")
	words.append("words", {"word": "Reunification", "ours": "Rehabilitation"})
	words.save()
	frappe.get_doc(
		{
			"doctype": "Notification",
			"name": "An action is new",
			"document_type": "Action",
			"event": "New",
			"channel": "Email",
			"subject": "New: {{ doc.what }}",
			"message": "<p>{{ doc.what }}</p>",
			"recipients": [{"receiver_by_document_field": "owner"}],
		}
	).insert()
	frappe.get_doc(
		{"doctype": "Print Format", "name": "Child at a glance", "doc_type": "Child", "standard": "No"}
		| {
			"print_format_builder": 1,
			"format_data": json.dumps([{"fieldname": "first_name", "print_hide": 0}]),
		}
	).insert()
	frappe.get_doc(
		{"doctype": "Barrier Category", "category_name": "No boat to the island", "active": 1}
	).insert()
	frappe.db.set_value("RAG Rule", frappe.get_all("RAG Rule", pluck="name", limit=1)[0], "enabled", 0)
	frappe.db.commit()


def rows(cursor: Any, table: str, column: str) -> set[str]:
	cursor.execute(f"select `{column}` from `{DATABASE}`.`tab{table}`")
	return {row[0] for row in cursor.fetchall()}


def test_an_authority_s_app_brings_its_changes_to_another_site(
	second_site: str, commands: Commands, bench: Bench, database_root: Any, tmp_path: Path
) -> None:
	customise()
	made = commands(
		"ppoc-new-authority-app", APP, "--title", "Our Council", "--directory", str(tmp_path), "--no-install"
	)
	assert "install-app our_council" in made.stdout
	commands.put_on_the_list()
	commands("export-fixtures", "--app", APP, site=bench.site)
	fixtures = tmp_path / APP / APP / "fixtures"
	exported = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in fixtures.glob("*.json")}
	assert "custom_favourite_game" in {row["fieldname"] for row in exported["custom_field"]}
	assert not [name for name in exported if name in ("child", "worker", "user", "locality", "meeting")]
	if target := os.environ.get("PPOC_WRITE_EXAMPLE"):
		write_example(fixtures, Path(target))
	commands("install-app", APP, site=second_site)
	with database_root.cursor() as cursor:
		cursor.execute("rollback")
		assert "custom_favourite_game" in rows(cursor, "Custom Field", "fieldname")
		assert "custom_favourite_game" in columns(cursor, "tabChild")
		assert "Given name" in rows(cursor, "Property Setter", "value")
		assert "An action is new" in rows(cursor, "Notification", "name")
		assert "Child at a glance" in rows(cursor, "Print Format", "name")
		assert "No boat to the island" in rows(cursor, "Barrier Category", "name")
		assert "Rehabilitation List" in rows(cursor, "Translation", "translated_text")
		cursor.execute(f"select count(*) from `{DATABASE}`.`tabRAG Rule` where enabled = 0")
		switched_off = cursor.fetchone()[0]
	assert switched_off == frappe.db.count("RAG Rule", {"enabled": 0})
	# twice is as good as once, and a migration of the second site keeps what the app brought
	commands("migrate", "--skip-search-index", site=second_site)
	with database_root.cursor() as cursor:
		cursor.execute("rollback")
		assert "Given name" in rows(cursor, "Property Setter", "value")
		assert "Rehabilitation List" in rows(cursor, "Translation", "translated_text")


def columns(cursor: Any, table: str) -> set[str]:
	cursor.execute(f"show columns from `{DATABASE}`.`{table}`")
	return {row[0] for row in cursor.fetchall()}


def write_example(fixtures: Path, target: Path) -> None:
	"""Writes what differs from a fresh site into the example, where `PPOC_WRITE_EXAMPLE` says it is."""
	kept = {
		"custom_field": lambda row: row["fieldname"] == "custom_favourite_game",
		"property_setter": lambda row: row.get("value") == "Given name",
		"words_we_use": lambda row: True,
		"notification": lambda row: row["name"] == "An action is new",
		"print_format": lambda row: row["name"] == "Child at a glance",
		"barrier_category": lambda row: row["name"] == "No boat to the island",
	}
	target.mkdir(parents=True, exist_ok=True)
	for name, of_ours in kept.items():
		found = json.loads((fixtures / f"{name}.json").read_text(encoding="utf-8"))
		text = json.dumps(
			[row for row in found if of_ours(row)], indent=1, ensure_ascii=False, sort_keys=True
		)
		(target / f"{name}.json").write_text(text + "\n", encoding="utf-8")

"""Writing many rows in few statements."""

import frappe
import pytest

from ppoc.database.statements import CHUNK, insert_values

COLUMNS = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", "description")


def row(name: str, text: str, stamp: str = "2026-11-01 10:00:00", user: str = "Guest") -> tuple:
	return (name, stamp, stamp, user, user, 0, 0, text)


def test_rows_of_any_number_are_written_as_they_are(site):
	number = 2 * CHUNK + 3
	insert_values("ToDo", COLUMNS, [row(f"bulk-{n}", f'It\'s "quoted" 100% %s {n}') for n in range(number)])
	found = frappe.get_all("ToDo", {"name": ["like", "bulk-%"]}, pluck="description")
	assert len(found) == number
	assert f'It\'s "quoted" 100% %s {number - 1}' in found


def test_a_row_that_is_there_takes_the_new_values_and_keeps_who_made_it(site):
	insert_values("ToDo", COLUMNS, [row("bulk-1", "before")])
	newer = [row("bulk-1", "after", "2026-11-02 10:00:00", "Administrator"), row("bulk-2", "new")]
	insert_values("ToDo", COLUMNS, newer, instead=True)
	kept = frappe.db.get_value("ToDo", "bulk-1", ["description", "owner", "modified_by"])
	assert kept == ("after", "Guest", "Administrator")
	assert str(frappe.db.get_value("ToDo", "bulk-1", "creation")).startswith("2026-11-01")
	assert frappe.db.exists("ToDo", "bulk-2")


def test_a_row_that_is_there_is_refused_unless_it_is_to_be_replaced(site):
	insert_values("ToDo", COLUMNS, [row("bulk-1", "before")])
	with pytest.raises(Exception, match="bulk-1"):
		insert_values("ToDo", COLUMNS, [row("bulk-1", "after")])


def test_no_rows_are_no_statement(site, monkeypatch):
	statements = []
	monkeypatch.setattr(frappe.local.db, "sql", lambda *args, **_: statements.append(args))
	insert_values("ToDo", COLUMNS, [])
	assert statements == []
	insert_values("ToDo", COLUMNS, [row("bulk-1", "before")])
	assert len(statements) == 1

"""Attack: make a query fail, and read tables, columns or values from what the database says about it."""

from __future__ import annotations

from typing import Any

import frappe
import pytest

from ppoc.access.database_messages import quietly
from ppoc.tests.access_world import World

pytestmark = pytest.mark.requirement("X4.1")


def _answer(error: Exception) -> dict[str, Any]:
	"""Stands in for Frappe's own: what it would send."""
	traced = not frappe.local.flags.disable_traceback
	return {
		"exc": [*frappe.local.error_log, *frappe.local.debug_log],
		"exception": str(error) if traced else "",
	}


@pytest.fixture(autouse=True)
def in_production(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setitem(frappe.local.conf, "developer_mode", 0)
	frappe.local.flags.disable_traceback = False
	frappe.local.error_log = [{"exc": "Syntax error in query: select `restricted` from `tabChild`"}]
	frappe.local.debug_log = ["select `restricted` from `tabChild`"]


def test_what_the_database_says_stays_here() -> None:
	with pytest.raises(Exception, match="no_such_column") as failed:
		frappe.db.sql("select no_such_column from tabChild")
	assert quietly(_answer)(failed.value) == {"exc": [], "exception": ""}


def test_other_errors_are_told_as_the_settings_say() -> None:
	told = quietly(_answer)(frappe.ValidationError("Give a date."))
	assert told["exception"] == "Give a date."
	assert len(told["exc"]) == 2

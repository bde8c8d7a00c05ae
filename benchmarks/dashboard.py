"""Compares the dashboard's one request with Frappe's own list request for ToDo, per number shown. See README.md."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import frappe
import pytest
from frappe.desk import reportview
from freezegun import freeze_time

from benchmarks.caseload import CHILDREN, TODAY, fill
from ppoc.reporting.figures import api

TODOS, GOES = 1000, 7


@pytest.fixture
def head_of_service(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[str]:
	user = user_with("Head of Service")
	fill(reader=user)
	for number in range(TODOS):
		frappe.get_doc({"doctype": "ToDo", "description": f"{number}", "allocated_to": user}).db_insert()
	frappe.db.commit()
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def numbers(answer: Any) -> int:
	"""Returns how many figures an answer contains."""
	if isinstance(answer, dict) and "filters" in answer:
		return 1
	parts = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ()
	return sum(numbers(part) for part in parts)


def took(act: Callable[[], object]) -> float:
	act()
	goes = []
	for _ in range(GOES):
		began = time.perf_counter()
		act()
		goes.append(time.perf_counter() - began)
	return median(goes)


def todo_list() -> object:
	"""Returns what the list view of ToDo requests: a page of 20 rows."""
	frappe.local.form_dict = frappe._dict(
		doctype="ToDo",
		fields='["name", "description", "status", "priority", "date", "allocated_to", "modified"]',
		filters="[]",
		order_by="modified desc",
		start=0,
		page_length=20,
		view="List",
	)
	return reportview.get()


def test_dashboard(head_of_service: str, capsys: pytest.CaptureFixture[str]) -> None:
	with freeze_time(TODAY, tick=True):
		shown = numbers(api.dashboard())
		page, one = took(api.dashboard), took(todo_list)
	ratio = page / (one * shown)
	with capsys.disabled():
		print(
			f"\ndashboard, {CHILDREN} children, {shown} numbers: {ratio:.2f} of a ToDo list call per number (goal 3)"
		)
		print(f"the page's call altogether: {page / one:.1f} ToDo list calls")
	assert shown > 80

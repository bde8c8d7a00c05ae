"""Compares first pages and counts of lists for a user who sees two of four localities and one who sees all.

See README.md. No permission condition is added for the user who sees everything, so the difference is the
cost of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import frappe
import pytest

from benchmarks.caseload import CHILDREN, LOCALITIES, fill
from benchmarks.reports import together

LISTS = ("Child", "Care Event", "Permanence Plan", "Action", "Timescale", "Booking", "Panel Decision")


@pytest.fixture
def readers(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[tuple[str, str]]:
	some, every = user_with("Head of Service"), user_with("PPOC Auditor")
	fill(reader=some)
	yield some, every
	frappe.set_user("Administrator")


def asked_of(doctype: str) -> dict[str, dict[str, Any]]:
	"""Returns what a list view requests: pages in its own order and by last change, the count, and both for
	one locality."""
	meta = frappe.get_meta(doctype)
	own = f"`tab{doctype}`.{meta.sort_field} {meta.sort_order}"
	page = {"fields": ["name", "modified"], "limit_page_length": 20}
	count = {"fields": ["count(name) as number"], "order_by": None}
	asked: dict[str, dict[str, Any]] = {
		"own order": {**page, "order_by": own},
		"modified": {**page, "order_by": f"`tab{doctype}`.modified desc"},
		"count": count,
	}
	if meta.has_field("locality"):
		here = {"filters": {"locality": LOCALITIES[0]}}
		asked |= {"page of a locality": {**page, **here, "order_by": own}, "its count": {**count, **here}}
	return asked


def test_lists(readers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
	lines = []
	for doctype in LISTS:
		for what, asked in asked_of(doctype).items():
			some, every = (_as(user, partial(frappe.get_list, doctype, **asked)) for user in readers)
			lines.append(
				f"{doctype:<20}{what:<20}{1000 * some:>9.1f}{1000 * every:>9.1f}{some / every:>8.2f}"
			)
	with capsys.disabled():
		print(f"\nlists, {CHILDREN} children:\n{'':<40}{'some ms':>9}{'all ms':>9}{'times':>8}")
		print(*lines, sep="\n")
	assert lines


def _as(user: str, act: Callable[[], object]) -> float:
	frappe.set_user(user)
	return together(act)[0]

"""Compares a list call with the audit trail and without it, through the site's whole WSGI application. See README.md.

The two take turns call by call (the time until the answer), and in blocks of calls in a row, so that what the
trail writes behind the answers counts too.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median
from typing import Any

import frappe
import pytest
from frappe.utils.password import set_encrypted_password
from werkzeug.test import Client

from benchmarks.caseload import CHILDREN, fill
from ppoc.access.audit import guarding, requests
from ppoc.tests.contract import Bench

CALLS, BLOCK, BLOCKS, GOAL = 300, 100, 8, 1.05
PAGES = (20, 100)
KEY, SECRET = "benchkey", "benchsecret"


@pytest.fixture
def reader(committed: None, site: object, user_with: Callable[..., str]) -> str:
	user = user_with("Head of Service")
	fill(reader=user)
	frappe.db.set_value("User", user, "api_key", KEY)
	set_encrypted_password("User", user, SECRET, "api_secret")
	frappe.db.commit()
	return user


def caller(bench: Bench, rows: int) -> Callable[[], None]:
	"""Returns a function that asks for the first page of children as the list view does."""
	os.chdir(bench.sites)
	from frappe import app

	app._site, app._sites_path = bench.site, str(bench.sites)
	client = Client(app.application)
	columns = (
		"name",
		"full_name",
		"locality",
		"team",
		"potential",
		"date_of_birth",
		"modified",
		"social_worker",
	)
	asked: dict[str, Any] = {
		"doctype": "Child",
		"fields": json.dumps([f"`tabChild`.`{column}`" for column in columns]),
		"order_by": "`tabChild`.`modified` desc",
		"start": 0,
		"page_length": rows,
		"view": "List",
	}
	headers = {"Authorization": f"token {KEY}:{SECRET}", "X-Frappe-Site-Name": bench.site}

	def call() -> None:
		with client.get(
			"/api/method/frappe.desk.reportview.get", query_string=asked, headers=headers
		) as answer:
			assert answer.status_code == 200, answer.text
			assert len(json.loads(answer.text)["message"]["values"]) == rows

	return call


@contextmanager
def without_trail() -> Iterator[None]:
	from frappe.database.database import Database

	put, sql, guard = requests.put_on_record, Database.sql, guarding.guard
	requests.put_on_record = lambda **_: None  # type: ignore[assignment]
	guarding.guard = lambda **_: None
	Database.sql = getattr(sql, "__wrapped__", sql)
	try:
		yield
	finally:
		requests.put_on_record, Database.sql, guarding.guard = put, sql, guard


def took(call: Callable[[], None], times: int = 1) -> float:
	began = time.perf_counter()
	for _time in range(times):
		call()
	return time.perf_counter() - began


def compared(bench: Bench, rows: int) -> tuple[float, float, float, float]:
	"""Returns ms of a call without and with the trail, call by call and in blocks. Runs in a thread of its own."""
	call = caller(bench, rows)
	took(call, 20)
	single: dict[bool, list[float]] = {False: [], True: []}
	block: dict[bool, list[float]] = {False: [], True: []}
	for number in range(CALLS):
		for on in (False, True) if number % 2 else (True, False):
			single[on].append(_measured(call, on, 1))
	for number in range(BLOCKS):
		for on in (False, True) if number % 2 else (True, False):
			time.sleep(3)  # what the block before has left is written
			block[on].append(_measured(call, on, BLOCK) / BLOCK)
	return tuple(1000 * median(times[on]) for times in (single, block) for on in (False, True))  # type: ignore[return-value]


def _measured(call: Callable[[], None], on: bool, times: int) -> float:
	if on:
		return took(call, times)
	with without_trail():
		return took(call, times)


def test_a_list_call(reader: str, bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
	lines, ratios = [], []
	for rows in PAGES:
		with ThreadPoolExecutor(1) as own_thread:
			off, on, block_off, block_on = own_thread.submit(compared, bench, rows).result()
		ratios.append(on / off)
		lines.append(
			f"{rows:>5}{off:>10.2f}{on:>10.2f}{on / off:>8.3f}"
			f"{block_off:>12.2f}{block_on:>10.2f}{block_on / block_off:>8.3f}"
		)
	with capsys.disabled():
		print(
			f"\naudit trail, {CHILDREN} children, ms:\n rows   without      with   times  in blocks      with   times"
		)
		print(*lines, sep="\n")
	assert max(ratios) <= GOAL

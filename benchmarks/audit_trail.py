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
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from statistics import median
from typing import Any

import frappe
import pytest
from frappe.utils.password import set_encrypted_password
from werkzeug.test import Client

from benchmarks.caseload import CHILDREN, fill
from ppoc.access.audit import guarding, requests
from ppoc.tests.contract import Bench

CALLS, BLOCK, BLOCKS, GOAL = 120, 40, 3, 1.05
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
	requests.put_on_record = lambda **_: None
	guarding.guard = lambda **_: None
	Database.sql = getattr(sql, "__wrapped__", sql)
	try:
		yield
	finally:
		requests.put_on_record, Database.sql, guarding.guard = put, sql, guard


@dataclass
class Took:
	"""Seconds of calls: until they were answered, and of the processor, without and with what goes on behind them."""

	wall: float
	thread: float
	process: float


def took(call: Callable[[], None], times: int, on: bool) -> Took:
	with nullcontext() if on else without_trail():
		began = time.perf_counter(), time.thread_time(), time.process_time()
		for _time in range(times):
			call()
		ended = time.perf_counter(), time.thread_time(), time.process_time()
	return Took(*((after - before) / times for before, after in zip(began, ended, strict=True)))


def compared(bench: Bench, rows: int) -> dict[str, tuple[float, float]]:
	"""Returns the median seconds of a call without and with the trail. Runs in a thread of its own."""
	call = caller(bench, rows)
	took(call, 20, on=True)
	single: dict[bool, list[Took]] = {False: [], True: []}
	block: dict[bool, list[Took]] = {False: [], True: []}
	for number in range(CALLS):
		for on in (False, True) if number % 2 else (True, False):
			single[on].append(took(call, 1, on))
	for number in range(BLOCKS):
		for on in (False, True) if number % 2 else (True, False):
			time.sleep(3)  # what the block before has left is written
			block[on].append(took(call, BLOCK, on))

	def middle(of: dict[bool, list[Took]], kind: str) -> tuple[float, float]:
		off, on = (median(getattr(one, kind) for one in of[each]) for each in (False, True))
		return off, on

	return {
		"answer, waited": middle(single, "wall"),
		"answer, processor": middle(single, "thread"),
		"answer and behind, processor": middle(block, "process"),
	}


def test_a_list_call(reader: str, bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
	lines, ratios = [], []
	for rows in PAGES:
		with ThreadPoolExecutor(1) as own_thread:
			found = own_thread.submit(compared, bench, rows).result()
		for what, (off, on) in found.items():
			lines.append(f"{rows:>5} {what:<30}{1000 * off:>9.2f}{1000 * on:>9.2f}{on / off:>8.3f}")
		off, on = found["answer, processor"]
		ratios.append(on / off)
	with capsys.disabled():
		print(f"\naudit trail, {CHILDREN} children, ms:\n rows {'':<30}{'without':>9}{'with':>9}{'times':>8}")
		print(*lines, sep="\n")
	assert max(ratios) <= GOAL

"""The feed at 100,000 rows against the database's own client writing the same rows to a file. See README.md.

The client is given the statement of the feed, with the condition of who sees what in it. The feed is read as Power BI
reads it: page after page by the link to the next, each answer down to its last byte.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from benchmarks.caseload import LOCALITIES, fill
from ppoc.feeds import records_database
from ppoc.feeds.page import FeedPage
from ppoc.tests.access_world import grant

ROWS, GOES, SHARE = 100_000, 7, 0.5
DOCTYPE, NAME = "Care Event", "CareEvent"
PAGE_BYTES = 4096


@pytest.fixture
def reader(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[str]:
	user = user_with("Head of Service", "Performance Officer")
	fill(reader=user)
	for locality in LOCALITIES[2:]:
		grant(user, locality)
	frappe.db.commit()
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def resident() -> float:
	"""MiB of memory that this process holds now."""
	return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 2**20


def pages() -> Iterator[tuple[float, bytes]]:
	"""A whole reading: the seconds that the server took for each page, and the page, which is not unpacked here."""
	address = f"/odata/v4/{NAME}?$top={ROWS}"
	while address:
		parts = urlsplit(address)
		frappe.local.request = Request(
			EnvironBuilder(path=parts.path, query_string=parts.query).get_environ()
		)
		began = time.perf_counter()
		response = FeedPage(parts.path.strip("/")).render()
		body = response.get_data()
		seconds = time.perf_counter() - began
		assert response.status_code == 200, body[:300]
		yield seconds, body
		_rows, link, rest = body.rpartition(b'"@odata.nextLink":')
		address = json.loads(rest.removesuffix(b"}")) if link else ""


def by_the_client(file: Path) -> float:
	"""Seconds that the database's client takes to write the same columns of the same rows."""
	table, query = records_database.readable(DOCTYPE)
	columns = records_database.properties(DOCTYPE)
	statement = query.select(*(table[name] for name in columns)).orderby(table.name).limit(ROWS).get_sql()
	conf = frappe.conf
	command = [
		"mariadb", "--batch", "--quick", f"--host={conf.db_host or '127.0.0.1'}", f"--port={conf.db_port}",
		f"--user={conf.db_name}", f"--password={conf.db_password}", conf.db_name,
	]  # fmt: skip
	began = time.perf_counter()
	with file.open("wb") as out:
		subprocess.run(command, input=statement.encode(), stdout=out, check=True)
	return time.perf_counter() - began


def test_feed(reader: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	file = tmp_path / "rows.csv"
	rows, memory = 0, []
	for _seconds, body in pages():
		rows += body.count(b'{"name":')
		memory.append(resident())
	by_the_client(file)
	goes = [(sum(seconds for seconds, _body in pages()), by_the_client(file)) for _ in range(GOES)]
	ours, floor = (median(seconds) for seconds in zip(*goes, strict=True))
	written = sum(1 for _ in file.open("rb")) - 1
	with capsys.disabled():
		print(
			f"\nfeed: {rows} rows, {len(records_database.properties(DOCTYPE))} columns; the client wrote {written}"
		)
		print(f"speed {floor / ours:.2f} of the client's (goal {SHARE}): {ours:.2f} s and {floor:.2f} s")
		print("memory after each page, MiB:", *(f"{held:.0f}" for held in memory))
	assert rows == written

"""Compares the feed at 100,000 rows with the database's own client writing the same rows to a file. See README.md.

The client runs the feed's statement, with the condition of who sees what in it. The feed is read over HTTP
from the web server of the site by curl, which writes it to a file too. Both are timed from the start of the
program to its end.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import frappe
import psutil
import pytest

from benchmarks.caseload import LOCALITIES, fill
from ppoc.reporting.odata import records_database
from ppoc.tests.access_world import grant

ROWS, GOES, SHARE = 100_000, 9, 0.5
FEWER = (ROWS // 10, ROWS // 2)
DOCTYPE, NAME = "Care Event", "CareEvent"
LOGIN = ("benchkey", "benchsecret")


@pytest.fixture
def reader(committed: None, site: object, user_with: Callable[..., str]) -> Iterator[str]:
	user = user_with("Head of Service", "Performance Officer")
	fill(reader=user)
	for locality in LOCALITIES[2:]:
		grant(user, locality)
	doc = frappe.get_doc("User", user)
	doc.api_key, doc.api_secret = LOGIN
	doc.save(ignore_permissions=True)
	frappe.db.commit()
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def web_worker(port: int) -> int:
	"""Returns the process that answers on a port: the child of the one that listens."""
	bound = f"--bind=127.0.0.1:{port}"
	found = {one.pid: one for one in psutil.process_iter(["cmdline"]) if bound in (one.info["cmdline"] or [])}
	return next(pid for pid, one in found.items() if one.ppid() in found)


def most_held(pid: int) -> float:
	"""Returns the most memory, in MiB, that a process has used since the last call."""
	status = Path(f"/proc/{pid}/status").read_text()
	Path(f"/proc/{pid}/clear_refs").write_text("5")
	return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def by_curl(port: int, folder: Path, rows: int = ROWS) -> tuple[float, list[Path]]:
	"""Returns how many seconds it takes to read the rows, following every link to a next page, and the answers."""
	address: str | None = f"http://127.0.0.1:{port}/odata/v4/{NAME}?$top={rows}"
	answers: list[Path] = []
	began = time.perf_counter()
	command = ["curl", "--silent", "--fail", "--user", ":".join(LOGIN)]
	command += ["--header", f"X-Frappe-Site-Name: {frappe.local.site}", "--output"]
	while address:
		answers.append(folder / f"{len(answers)}.json")
		subprocess.run([*command, answers[-1], address], check=True)
		with answers[-1].open("rb") as written:
			written.seek(max(0, os.fstat(written.fileno()).st_size - 1000))
			_rows, link, rest = written.read().rpartition(b'"@odata.nextLink":')
		following = urlsplit(json.loads(rest.removesuffix(b"}"))) if link else None
		address = following and following._replace(netloc=f"127.0.0.1:{port}").geturl()
	return time.perf_counter() - began, answers


def by_the_client(file: Path) -> float:
	"""Returns how many seconds the database's client takes to write the same columns of the same rows."""
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


def test_feed(
	reader: str, server: Any, live: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	file, port = tmp_path / "rows.csv", live.web_port
	worker, held = web_worker(port), {}
	for rows in (1, *FEWER, ROWS):
		by_curl(port, tmp_path, rows)
		held[rows] = most_held(worker)
	_seconds, answers = by_curl(port, tmp_path)
	by_the_client(file)
	read = {row["name"] for answer in answers for row in json.loads(answer.read_bytes())["value"]}
	sent = sum(answer.stat().st_size for answer in answers)
	with file.open() as lines:
		written = {line.partition("\t")[0] for line in lines} - {"name"}
	goes = [(by_curl(port, tmp_path)[0], by_the_client(file)) for _ in range(GOES)]
	ours, floor = (median(seconds) for seconds in zip(*goes, strict=True))
	best = [min(seconds) for seconds in zip(*goes, strict=True)]
	with capsys.disabled():
		print(f"\nfeed: {len(read)} rows of {len(records_database.properties(DOCTYPE))} columns", end="")
		print(f" in {len(answers)} answer(s), {sent:,} bytes; the client's {file.stat().st_size:,}")
		print(
			f"speed {floor / ours:.2f} of the client's (goal {SHARE}): {ours:.2f} s and {floor:.2f} s, medians"
		)
		print(f"the best of {GOES} goes each: {best[1] / best[0]:.2f}: {best[0]:.2f} s and {best[1]:.2f} s")
		print("the most memory that the web worker held, MiB:", end="")
		print(*(f" {most:.0f} at {rows} rows" for rows, most in held.items()), sep=",")
		print("load:", *os.getloadavg())
	assert read == written
	assert len(read) == ROWS

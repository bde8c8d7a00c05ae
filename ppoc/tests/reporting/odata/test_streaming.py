"""Long answers of the feed: sent while the database produces them, and what happens if the client gives up."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import frappe
import pytest
import requests

from ppoc.reporting.odata import streaming_database
from ppoc.reporting.odata.streaming_database import PART_BYTES, StreamedRows
from ppoc.tests.contract import Server
from ppoc.tests.waiting import wait_until

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("X2.3")]
PATIENCE = 20.0
ROWS = 70_000
"""Rows of half a kilobyte each: more than the sockets between database and client can buffer."""


@pytest.fixture(autouse=True)
def _of_mariadb(site: str) -> None:
	if frappe.db.db_type != "mariadb":
		pytest.skip("Rows from nothing are written as MariaDB writes them")


def rows_of(sql: str, **values: Any) -> StreamedRows:
	return StreamedRows(SimpleNamespace(walk=lambda: (sql, {"unused": 1, **values})))


def own_connections() -> set[int]:
	"""Returns the site user's connections other than this test's."""
	listed = frappe.db.sql("select id from information_schema.processlist where id <> connection_id()")
	return {row[0] for row in listed}


def streams() -> set[int]:
	"""Returns the connections that are reading care events. Leaves out those of workers and of the stream's request,
	which Frappe 16 keeps until the end."""
	listed = frappe.db.sql(
		"""select id from information_schema.processlist
		where id <> connection_id() and command = 'Query' and info like %s""",
		("%tabCare Event%",),
	)
	return {row[0] for row in listed}


def wait_for(held: Callable[[], bool]) -> None:
	wait_until(held, "it did not come to that", PATIENCE)


LENGTHS = (0, 1, 250, 251, 252, 65_535, 65_536, 2**24 - 6, 2**24 - 5, 2**24 - 4, 2**24, 2**25)
"""Lengths at which the protocol encodes lengths differently or splits a row into several packets."""


@pytest.mark.parametrize("by_the_driver", [False, True])
def test_texts_of_every_length_arrive_as_they_are(
	by_the_driver: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
	if by_the_driver:
		monkeypatch.setattr(streaming_database, "_by_ourselves", None)
		monkeypatch.setattr(streaming_database, "hasattr", lambda *_any: False, raising=False)
	sql = " union all ".join(f"select concat('é\U0001f46a', repeat('x', {length}))" for length in LENGTHS)
	rows = rows_of(sql)
	found = b",".join(rows).split(b",")
	mark = "é\U0001f46a".encode()
	assert [(text[: len(mark)], len(text) - len(mark), text.count(b"x")) for text in found] == [
		(mark, length, length) for length in LENGTHS
	]
	assert (rows.count, rows.ended, rows.last) == (len(LENGTHS), True, found[-1])


def test_parts_are_of_a_size_and_nothing_of_them_is_kept() -> None:
	sql = "select concat(seq, repeat('x', 1000)) from seq_1_to_30000"
	rows, longest = rows_of(sql), 0
	tracemalloc.start()
	try:
		for part in rows:
			longest = max(longest, len(part))
		most = tracemalloc.get_traced_memory()[1]
	finally:
		tracemalloc.stop()
	assert rows.count == 30_000
	assert PART_BYTES <= longest < PART_BYTES + 10_000
	assert most < 6 * PART_BYTES


@pytest.mark.parametrize("read_some", [False, True])
def test_who_gives_up_leaves_no_connection_open(read_some: bool) -> None:
	before = own_connections()
	rows = rows_of("select concat(seq, repeat('x', 1000)) from seq_1_to_10000000")
	if read_some:
		assert len(next(rows)) >= PART_BYTES
	assert len(own_connections() - before) == 1
	rows.close()
	rows.close()
	wait_for(lambda: own_connections() <= before)


def test_a_statement_that_fails_leaves_no_connection_open() -> None:
	before = own_connections()
	with pytest.raises(frappe.db.OperationalError):
		rows_of("select no_such_column from `tabChild`")
	wait_for(lambda: own_connections() <= before)


def test_an_error_in_the_middle_is_an_error() -> None:
	rows = rows_of(
		"select if(seq < 5000, repeat('x', 1000), (select seq union select 0)) from seq_1_to_10000"
	)
	assert len(next(rows)) >= PART_BYTES
	with pytest.raises(frappe.db.OperationalError, match="more than 1 row"):
		list(rows)
	assert not rows.ended


def test_a_database_that_goes_away_in_the_middle_is_an_error() -> None:
	before = own_connections()
	rows = rows_of("select concat(seq, repeat('x', 1000)) from seq_1_to_1000000")
	next(rows)
	for connection in own_connections() - before:
		frappe.db.sql("kill %s", (connection,))
	with pytest.raises((frappe.db.OperationalError, OSError)):
		list(rows)
	assert not rows.ended
	assert rows.count < 1_000_000
	rows.close()


def test_a_row_that_the_database_could_not_write_is_an_error() -> None:
	with pytest.raises(frappe.db.DataError):
		list(rows_of("select null"))


@pytest.fixture
def long_list(reader: Any, server: Server) -> Any:
	"""Makes many care events of a child that the user sees, and some of one that the user does not see."""
	insert = """insert into `tabCare Event` (name, child, event_type, event_date, details, creation, modified)
		select concat(%s, lpad(seq, 6, '0')), %s, 'Moved', '2026-01-05', repeat(%s, 70), now(), now()
		from seq_1_to_70000"""
	frappe.db.sql(f"{insert} where seq <= {ROWS}", ("A-", reader.children[0], 'x"'))
	frappe.db.sql(f"{insert} where seq <= 1000", ("H-", reader.hidden, 'x"'))
	frappe.db.commit()
	reader.events = f"{server.web_url}/odata/v4/CareEvent"
	reader.headers = {"X-Frappe-Site-Name": frappe.local.site}
	return reader


def ask(reader: Any, **headers: str) -> requests.Response:
	return requests.get(
		reader.events, auth=reader.auth, headers={**reader.headers, **headers}, stream=True, timeout=60
	)


def settle() -> set[int]:
	"""Returns the connections once the web server has answered all earlier requests."""
	time.sleep(0.3)
	frappe.db.rollback()
	return own_connections()


def test_a_long_answer_is_streamed_and_whole_and_holds_what_the_reader_sees(long_list: Any) -> None:
	before = settle()
	response = ask(long_list)
	assert response.headers["Transfer-Encoding"] == "chunked"
	answer = json.loads(response.content)
	found = {row["name"]: row for row in answer["value"]}
	mine = [f"A-{number:06}" for number in range(1, ROWS + 1)]
	assert [name for name in found if name.startswith("A-")] == mine
	assert len(found) == len(answer["value"])
	assert {row["child"] for row in answer["value"]} & {long_list.hidden, *long_list.children} == {
		*long_list.children
	}
	assert {found[name]["details"] for name in mine} == {'x"' * 70}
	assert "@odata.nextLink" not in answer
	wait_for(lambda: own_connections() <= before)


def test_pages_as_short_as_the_reader_prefers_follow_each_other(long_list: Any) -> None:
	found, address = [], long_list.events
	while address:
		asked = frappe._dict(long_list, events=address.replace(long_list.root, long_list.events[:-9]))
		answer = ask(asked, Prefer="odata.maxpagesize=15000").json()
		assert len(answer["value"]) <= 15_000
		found += [row["name"] for row in answer["value"]]
		address = answer.get("@odata.nextLink")
	assert len(found) == len(set(found)) >= ROWS
	assert found == sorted(found)


def test_a_reader_who_goes_away_in_the_middle_leaves_no_connection_open(long_list: Any) -> None:
	before = settle()
	response = ask(long_list)
	assert response.raw.read(1000)
	assert len(streams()) == 1
	response.close()
	wait_for(lambda: own_connections() <= before)
	assert not frappe.db.exists("Error Log", {"method": "OData feed"})


def test_an_answer_that_fails_in_the_middle_is_cut_off_and_told_to_the_administrator(long_list: Any) -> None:
	before = settle()
	response = ask(long_list)
	parts = response.iter_content(2**16)
	read = [next(parts)]
	for connection in streams():
		frappe.db.sql("kill %s", (connection,))
	with pytest.raises(requests.exceptions.ChunkedEncodingError):
		read.extend(parts)
	with pytest.raises(json.JSONDecodeError):
		json.loads(b"".join(read))
	wait_for(lambda: not frappe.db.rollback() and frappe.db.exists("Error Log", {"method": "OData feed"}))
	wait_for(lambda: own_connections() <= before)

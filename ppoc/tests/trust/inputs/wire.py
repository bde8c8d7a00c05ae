"""The site's WSGI application, asked as a server asks it, and what its database holds before and after."""

from __future__ import annotations

import contextvars
import io
import json
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import frappe
import pymysql
import pytest
from werkzeug.test import Client

from ppoc.access.audit import collecting
from ppoc.access.audit.spool import Spool
from ppoc.tests.access_world import key_of
from ppoc.tests.contract import Bench
from ppoc.tests.trust.inputs.hostile import told

LOGS = frozenset(
	"tabAccess Log|tabActivity Log|tabAudit Entry|tabError Log|tabError Snapshot|tabRoute History|tabSessions"
	"|tabScheduled Job Log|tabView Log|__Auth|__UserSettings|ppoc_audit_child|ppoc_audit_seal".split("|")
)
"""What may change although a request was refused: that it was made, and why it was refused."""


@dataclass(frozen=True)
class Case:
	"""One bad input.

	place: where the value went, as a person would name it.
	"""

	place: str
	method: str
	path: str
	value: Any = None
	body: dict[str, Any] = field(default_factory=dict)
	names: tuple[str, ...] = ()
	raw: bytes | None = None
	content_type: str = "application/json"
	uploads: tuple[tuple[str, bytes], ...] = ()

	def __str__(self) -> str:
		return f"{self.method} {self.path[:120]}, {self.place} = {told(self.value)}"


@dataclass(frozen=True)
class Answer:
	status: int
	text: str
	seconds: float
	trace: str = ""

	@property
	def refused(self) -> bool:
		return self.status >= 400

	def message(self) -> str:
		"""Returns what a person is told."""
		try:
			answer = json.loads(self.text)
		except ValueError:
			return self.text
		if not isinstance(answer, dict):
			return self.text
		parts = [
			str(answer.get(key) or "")
			for key in ("_server_messages", "exception", "message", "error", "errors")
		]
		return " ".join(parts)


@dataclass
class Wire:
	"""Sends cases as one person, and watches the tables."""

	site: str
	headers: dict[str, str]
	root: pymysql.Connection
	database: str
	traces: list[str]

	def send(self, case: Case) -> Answer:
		"""Sends the case through the whole application, with a transaction of its own."""
		started = time.monotonic()
		self.traces.clear()
		status, text = contextvars.Context().run(self._send, case)
		return Answer(status, text, time.monotonic() - started, "\n".join(self.traces))

	def _send(self, case: Case) -> tuple[int, str]:
		from frappe.app import application

		headers = {**self.headers, "X-Frappe-Site-Name": self.site, "Accept": "application/json"}
		options: dict[str, Any] = {}
		path = case.path
		if case.raw is not None:
			options = {"data": case.raw, "content_type": case.content_type}
		elif case.uploads:
			files = [(io.BytesIO(content), name) for name, content in case.uploads]
			options = {"data": {**case.body, "files": files}}
		elif case.method == "GET":
			path += ("&" if "?" in path else "?") + query(case.body) if case.body else ""
		else:
			options = {"data": json.dumps(case.body), "content_type": "application/json"}
		response = Client(application).open(path, method=case.method, headers=headers, **options)
		text = response.get_data().decode(errors="replace")
		response.close()
		return response.status_code, text

	def rows(self) -> dict[str, int]:
		"""Returns a checksum of each table that a refused request must leave alone."""
		with self.root.cursor() as cursor:
			cursor.execute(f"show tables from `{self.database}`")
			tables = [
				name for (name,) in cursor.fetchall() if name not in LOGS and not name.endswith("_log_id_seq")
			]
			cursor.execute("checksum table " + ", ".join(f"`{self.database}`.`{name}`" for name in tables))
			return {name.partition(".")[2]: checksum for name, checksum in cursor.fetchall()}


def query(values: dict[str, Any]) -> str:
	"""Returns the values as the part of an address behind the question mark."""
	parts = []
	for name, value in values.items():
		text = value if isinstance(value, str) else json.dumps(value)
		parts.append(f"{name}={quote(text, safe='', errors='surrogatepass')}")
	return "&".join(parts)


@pytest.fixture
def wire(
	bench: Bench, site: str, committed: None, in_use: Callable[[], None], database_root: Any, tmp_path: Path
) -> Iterator[Callable[[str], Wire]]:
	"""`wire(user)` returns what sends cases as that user. What they write is put back after the test."""
	from frappe import app

	here, traces, handle = Spool(tmp_path), [], app.handle_exception

	def noting(error: Exception) -> Any:
		traces.append("".join(traceback.format_exception(error)[-5:]))
		return handle(error)

	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(app, "handle_exception", noting)
		patch.setattr(collecting, "spool", lambda: here)
		patch.setattr(collecting, "_collector", lambda _process: Sleeping())

		def of(user: str) -> Wire:
			headers = {} if user == "Guest" else key_of(user)
			frappe.db.commit()
			in_use()
			made = Wire(bench.site, headers, database_root, frappe.conf.db_name, traces)
			made.send(
				Case("nothing", "GET", "/api/method/frappe.auth.get_logged_user")
			)  # notes when they were here
			return made

		yield of


class Sleeping:
	"""In place of the thread that collects: what was seen stays in its file."""

	def wake(self, site: str, sites_path: str) -> None:
		"""Does nothing."""


@dataclass
class Tally:
	"""What became of the cases."""

	tried: int = 0
	refused: int = 0
	errors: list[str] = field(default_factory=list)
	half_writes: list[str] = field(default_factory=list)
	silent: list[str] = field(default_factory=list)
	slow: list[str] = field(default_factory=list)


SECONDS = 20.0
NOT_IMPLEMENTED = 501  # what OData says of a part that a feed does not have
TOGETHER = 40
"""Refused cases are checked together against the tables; if these changed, each is tried again by itself."""


def try_all(wire: Wire, cases: list[Case]) -> Tally:
	"""Sends the cases one after the other, and notes each error of the server, half write and refusal without words."""
	tally = Tally()
	for start in range(0, len(cases), TOGETHER):
		some, before = cases[start : start + TOGETHER], wire.rows()
		refused = [case for case in some if _tried(wire, case, tally)]
		if wire.rows() == before:
			continue
		before = wire.rows()  # some of the others have saved something, as they may
		for case in refused:
			wire.send(case)
		if wire.rows() != before:
			tally.half_writes += _culprits(wire, refused)
	return tally


def _tried(wire: Wire, case: Case, tally: Tally) -> bool:
	answer = wire.send(case)
	tally.tried += 1
	if answer.seconds > SECONDS:
		tally.slow.append(f"{case}: {answer.seconds:.0f} s")
	if answer.status >= 500 and answer.status != NOT_IMPLEMENTED:
		tally.errors.append(f"{answer.status} {case}: {answer.message()[-300:]}\n{answer.trace[-900:]}")
	elif answer.refused:
		tally.refused += 1
		words = answer.message()
		if not words.strip() or (case.names and not any(name in words for name in case.names)):
			tally.silent.append(f"{answer.status} {case}: {words[:300]}")
	return answer.refused


def _culprits(wire: Wire, cases: list[Case]) -> list[str]:
	found = []
	for case in cases:
		before = wire.rows()
		wire.send(case)
		after = wire.rows()
		if after != before:
			changed = sorted(name for name in after if after[name] != before.get(name))
			found.append(f"{case}: {', '.join(changed)}")
	return found or ["several cases together changed something, none of them by itself"]

"""Brings what waits in the site's spool into the database, behind the answers.

In a process that serves requests one thread does it, a second after something was put there: many requests
become one transaction. The scheduler does the same for what processes left that have ended.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import frappe

from ppoc.access.audit import sealing_database, writing_database
from ppoc.access.audit.guarding import guard
from ppoc.access.audit.lines import Line, line_of
from ppoc.access.audit.spool import Spool

FOLDER = ("private", "ppoc_audit_trail")
PAUSE = 1.0
"""Seconds between a line and its way into the database: as many requests as come in between share a transaction."""

PAUSE_AFTER_FAILURE = 30.0


@cache
def _spool(folder: str) -> Spool:
	return Spool(Path(folder))


def spool() -> Spool:
	"""Returns the spool of the site."""
	return _spool(os.path.abspath(frappe.get_site_path(*FOLDER)))


def put(line: Line) -> None:
	"""Puts a line where it survives this process, and has it brought into the database soon.

	Raises:
		OSError: it could not be written.
	"""
	keeper()(line)


def keeper() -> Callable[[Line], None]:
	"""Returns `put` for this site, which goes on working when the request has ended."""
	here, site, sites_path = spool(), frappe.local.site, os.path.abspath(frappe.local.sites_path)

	def keep(line: Line) -> None:
		here.put(line.as_dict())
		_collector(os.getpid()).wake(site, sites_path)

	return keep


def collect_and_seal() -> None:
	"""Brings what ended processes left into the database and seals what is late. Runs every five minutes."""
	guard()
	collect()
	sealing_database.seal(sealing_database.LATE)


def collect() -> int:
	"""Brings what waits in the spool into the database; commits after each file, which is removed then.

	A file that could not be removed is read again; its entries have names, and are not written twice.

	Returns:
		How many requests it read.
	"""
	here, read, failed = spool(), 0, None
	for path in here.waiting():
		try:
			with here.taken(path) as found:
				if found:
					_write(found)
					read += len(found)
		except Exception as error:  # the file stays; the next one may be sound
			frappe.db.rollback()
			failed = failed or error
	if failed:
		raise failed
	return read


def _write(found: list[dict[str, Any]]) -> None:
	writing_database.write(writing_database.entries_of([line_of(values) for values in found]))
	frappe.db.commit()


class Collector:
	"""The thread of one process."""

	def __init__(self) -> None:
		self._sites: dict[str, str] = {}
		self._lock, self._woken = threading.Lock(), threading.Event()
		threading.Thread(target=self._go_on, name="ppoc-audit-trail", daemon=True).start()

	def wake(self, site: str, sites_path: str) -> None:
		"""Has the site's spool collected in a moment."""
		with self._lock:
			self._sites[site] = sites_path
		self._woken.set()

	def _go_on(self) -> None:
		while True:
			self._woken.wait()
			time.sleep(PAUSE)
			self._woken.clear()
			with self._lock:
				sites, self._sites = self._sites, {}
			for site, sites_path in sites.items():
				try:
					_collect_of(site, sites_path)
				except Exception:
					# The files are still there. The database may be down, or the site be migrating.
					frappe.logger("ppoc").error("The audit trail waits in its spool", exc_info=True)
					time.sleep(PAUSE_AFTER_FAILURE)
					self.wake(site, sites_path)


def _collect_of(site: str, sites_path: str) -> None:
	frappe.init(site=site, sites_path=sites_path, force=True)
	try:
		spool().turn()
		frappe.connect()
		guard()
		collect()
		sealing_database.seal()
	finally:
		frappe.destroy()


@cache
def _collector(_process: int) -> Collector:
	return Collector()

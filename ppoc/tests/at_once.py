"""Calls by several people at the same moment, each on a separate connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import frappe

from ppoc.database.request_retry import entrance
from ppoc.tests.contract import Bench
from ppoc.tests.testing_mode import set_test_mode

ANSWERS_WITHIN = 60


def started_together(
	*calls: Callable[[], Any], each_within: Callable[[int], AbstractContextManager[Any]] = nullcontext
) -> list[Any]:
	"""Makes the calls in threads that start together, and returns their results or exceptions.

	Args:
		each_within: the context in which the call of this number, from 0, is made.
	"""
	barrier = threading.Barrier(len(calls), timeout=ANSWERS_WITHIN)
	answers: list[Any] = [None] * len(calls)

	def act(number: int) -> None:
		try:
			with each_within(number):
				barrier.wait()
				answers[number] = calls[number]()
		except Exception as error:
			answers[number] = error

	threads = [threading.Thread(target=act, args=(number,), daemon=True) for number in range(len(calls))]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join(ANSWERS_WITHIN)
	waiting = [number for number, thread in enumerate(threads) if thread.is_alive()]
	assert not waiting, f"no answer within {ANSWERS_WITHIN} s from the calls {waiting}, counted from 0"
	return answers


class AtOnce:
	"""Requests to the site of this bench, made at the same time."""

	def __init__(self, bench: Bench) -> None:
		self.bench = bench

	def __call__(
		self, *calls: Callable[[], Any], users: Sequence[str] = (), strict: bool = False
	) -> list[Any]:
		"""Makes each call as a request that commits, on its own connection; returns results or exceptions.

		Args:
			users: the users who make the calls; Administrator by default.
			strict: behave like MariaDB from 11.6.2 on: stop whoever writes a row that has changed since they read it.
		"""
		whose = users or ["Administrator"] * len(calls)
		return started_together(
			*[partial(_request, call) for call in calls],
			each_within=lambda number: self._connected(whose[number], strict),
		)

	@contextmanager
	def _connected(self, user: str, strict: bool) -> Iterator[None]:
		frappe.init(site=self.bench.site, sites_path=str(self.bench.sites), force=True)
		frappe.connect()
		set_test_mode(True)
		if strict:
			frappe.db.sql("set session innodb_snapshot_isolation = 1")
			frappe.db.rollback()
		frappe.set_user(user)
		try:
			yield
		finally:
			frappe.destroy()


def _request(call: Callable[[], Any]) -> Any:
	try:
		answer = entrance(call)()
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		raise
	return answer

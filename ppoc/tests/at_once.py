"""Several people at the very same time, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import frappe

from ppoc.database.request_retry import entrance
from trial_host.inside.testing_mode import set_test_mode

ANSWERS_WITHIN = 60


def at_once(
	trial: Any, *calls: Callable[[], Any], users: Sequence[str] = (), strict: bool = False
) -> list[Any]:
	"""Make the calls in threads that start together, each as a request of its own; it commits, or gives its exception.

	Args:
		users: whose calls these are; Administrator's otherwise.
		strict: as MariaDB is from 11.6.2 on: who writes a row that was written since is ended.
	"""
	barrier = threading.Barrier(len(calls))
	answers: list[Any] = [None] * len(calls)

	def act(number: int) -> None:
		frappe.init(site=trial.site, sites_path=str(trial.sites), force=True)
		frappe.connect()
		set_test_mode(True)
		if strict:
			frappe.db.sql("set session innodb_snapshot_isolation = 1")
			frappe.db.rollback()
		if users:
			frappe.set_user(users[number])
		try:
			barrier.wait()
			answers[number] = entrance(calls[number])()
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			answers[number] = error
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=act, args=(number,)) for number in range(len(calls))]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join(ANSWERS_WITHIN)
	return answers

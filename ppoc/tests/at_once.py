"""Calls by several people at the same moment, each on a separate connection."""

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
	"""Makes the calls in threads that start together, each as a request that commits; returns results or exceptions.

	Args:
		users: the users who make the calls; Administrator by default.
		strict: behave like MariaDB from 11.6.2 on: stop whoever writes a row that has changed since they read it.
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

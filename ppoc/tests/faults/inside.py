"""Calls functions in a process of the stack's site, with its settings and its own connection, as bench would.

The tests' own process is connected to the test site, and keeps its cache for as long as it lives.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

from ppoc.tests.contract import Stack

THERE_WITHIN = 60.0


class InsideError(AssertionError):
	"""A function failed; the message is its traceback."""


class Inside:
	"""The process, as long as the tests need it."""

	def __init__(self, stack: Stack) -> None:
		self.lock = threading.Lock()
		self.process = subprocess.Popen(
			[str(stack.python), "-m", "ppoc.tests.faults.inside", stack.site],
			cwd=stack.sites,
			env={**stack.environment},
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def call(self, function: str, **arguments: Any) -> Any:
		"""Returns what `module.function` of the family returns, when it is committed.

		Raises:
			InsideError: it failed, and nothing of it was written.
		"""
		assert self.process.stdin
		assert self.process.stdout
		with self.lock:
			self.process.stdin.write(json.dumps([function, arguments]) + "\n")
			self.process.stdin.flush()
			answer = json.loads(self.process.stdout.readline())
		if "error" in answer:
			raise InsideError(answer["error"])
		return answer["returned"]

	def when_it_can(self, function: str, **arguments: Any) -> None:
		"""Calls the function as soon as the database and the cache are there."""
		deadline = time.monotonic() + THERE_WITHIN
		while True:
			try:
				self.call(function, **arguments)
			except InsideError:
				if time.monotonic() > deadline:
					raise
				time.sleep(0.1)
			else:
				return

	def faults(self, function: str, **arguments: Any) -> Iterator[tuple[str, str]]:
		"""Yields the faults that a function of the family finds."""
		yield from [(kind, what) for kind, what in self.call(function, **arguments)]

	def close(self) -> None:
		"""Ends the process."""
		assert self.process.stdin
		self.process.stdin.close()
		self.process.wait(30)


def main(site: str) -> None:
	"""Answers calls, one on a line."""
	answers, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr  # Frappe prints
	for line in sys.stdin:
		function, arguments = json.loads(line)
		answers.write(json.dumps(_answer(site, function, arguments), default=str) + "\n")
		answers.flush()


def _answer(site: str, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
	import frappe

	try:
		frappe.init(site=site, force=True)
		frappe.connect()
		frappe.flags.workers_beside = True
		module, _, name = function.rpartition(".")
		returned = getattr(importlib.import_module(f"ppoc.tests.faults.{module}"), name)(**arguments)
		returned = list(returned) if isinstance(returned, Iterator) else returned
		frappe.db.commit()
	except Exception:
		return {"error": traceback.format_exc()}
	finally:
		frappe.destroy()
	return {"returned": returned}


if __name__ == "__main__":
	main(sys.argv[1])

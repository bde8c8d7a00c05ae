"""Retries a whole request that the database ended in favour of another, whatever it saves and whichever
endpoint it calls.

Frappe has no hook around a request's work, so its entrances (`/api/…`, `cmd=…` and pages) are wrapped once in
each process; they only behave differently on sites with this app. Everything that a form, a list, a REST
client or one of our buttons sends goes through them. A page writes too: loading the Desk notes the session.

A request may be retried as long as it has committed nothing. Until then it has no outside effect: emails wait
in the database's queue; jobs, webhooks and realtime events wait for the commit; files that it wrote are
removed by the rollback. A job that Frappe queues before the commit may run twice, so every job has to
tolerate that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe

from ppoc.database.conflicts import ended_for_another, watched
from ppoc.database.installed import is_installed
from ppoc.database.retry import TRIES, begins_again, pause, take_turns
from ppoc.database.retry_state import Beginning
from ppoc.exceptions import OthersSavingError

_MARK = "ppoc_begins_again"


def guard(**_: Any) -> None:
	"""Wraps the entrances if this process has not done so yet. Runs before each request and job."""
	from frappe import api, handler
	from frappe.model import workflow

	if hasattr(api.handle, _MARK):
		return
	api.handle = entrance(api.handle)
	handler.handle = entrance(handler.handle)
	workflow.apply_workflow = _each_begun_again(workflow.apply_workflow)
	app: Any = sys.modules.get("frappe.app")
	if app:  # a web server; jobs do without
		app.get_response = entrance(app.get_response)


def entrance(handle: Callable) -> Callable:
	"""Returns an entrance whose requests are retried. One entrance calls the other; then only the outer one retries.

	Raises, when it is called:
		OthersSavingError: every try of the request was ended.
	"""

	@wraps(handle)
	def begun_again(*args: Any, **options: Any) -> Any:
		inside = getattr(frappe.local, _MARK, False)
		if inside or not is_installed():
			return handle(*args, **options)
		setattr(frappe.local, _MARK, True)
		try:
			return _in_several_tries(lambda: handle(*args, **options))
		finally:
			setattr(frappe.local, _MARK, False)

	setattr(begun_again, _MARK, True)
	return begun_again


def _each_begun_again(apply: Callable) -> Callable:
	"""Retries each workflow step: in a bulk action Frappe commits every record and reports those that failed."""
	step = wraps(apply)(lambda *args, **options: begins_again()(apply)(*args, **options))
	methods = frappe.allowed_http_methods_for_whitelisted_func[apply]
	return frappe.whitelist(methods=methods)(step)


def _in_several_tries(work: Callable[[], Any]) -> Any:
	"""Does the work, and retries it from the same starting state."""
	beginning, last = Beginning(), None
	for tried in range(TRIES):
		with watched() as transaction:
			try:
				take_turns(last)
				answer = work()
			except Exception as error:
				if transaction.committed or not (transaction.ended or ended_for_another(error)):
					raise
				last = transaction.ended or error
			else:
				if transaction.committed or not transaction.ended:
					return answer
				last = transaction.ended
		frappe.db.rollback()
		beginning.put_back()
		_unread()
		pause(tried)
	raise OthersSavingError(*(last.args if last else ())) from last


def _unread() -> None:
	"""Rewinds uploaded files, and cancels what the failed try would have done after the response."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return
	for file in request.files.values():
		file.stream.seek(0)
	if (waiting := getattr(request, "after_response", None)) is not None:
		waiting.reset()

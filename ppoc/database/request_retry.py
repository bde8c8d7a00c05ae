"""A request that the database ends in favour of somebody else begins again, whatever it saves and by whichever door.

The platform has no hook around a request's work, so its two entrances (`/api/…` and `cmd=…`) are wrapped once in each
process, and only work differently on sites with this app. All that a form, a list, a REST client or a button of ours
sends goes through them.

A request may begin again as long as it has committed nothing. Until then nothing has left it: emails wait in the
database's queue, jobs, webhooks and news for open forms wait for the commit, and files that it wrote go with the
rollback. A job that the platform queues before the commit runs twice at most, which every job has to stand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe

from ppoc.database.conflicts import ended_for_another, watched
from ppoc.database.retry import TRIES, begins_again, pause, take_turns
from ppoc.database.retry_state import Beginning
from ppoc.exceptions import OthersSavingError

_MARK = "ppoc_begins_again"


def guard(**_: Any) -> None:
	"""Before each request and job: wrap the entrances if this process has not done so yet."""
	from frappe import api, handler
	from frappe.model import workflow

	if hasattr(api.handle, _MARK):
		return
	api.handle = entrance(api.handle)
	handler.handle = entrance(handler.handle)
	workflow.apply_workflow = _each_begun_again(workflow.apply_workflow)


def entrance(handle: Callable) -> Callable:
	"""An entrance whose requests begin again. The one for methods leads through the other; then the outer one does it.

	Raises, when it is called:
		OthersSavingError: the request was ended as often as it was tried.
	"""

	@wraps(handle)
	def begun_again(*args: Any) -> Any:
		inside = getattr(frappe.local, _MARK, False)
		if inside or "ppoc" not in frappe.get_installed_apps():
			return handle(*args)
		setattr(frappe.local, _MARK, True)
		try:
			return _in_several_tries(lambda: handle(*args))
		finally:
			setattr(frappe.local, _MARK, False)

	setattr(begun_again, _MARK, True)
	return begun_again


def _each_begun_again(apply: Callable) -> Callable:
	"""A step of a workflow: in a list of many the platform commits each, and tells of those that failed."""
	step = wraps(apply)(lambda *args, **options: begins_again()(apply)(*args, **options))
	methods = frappe.allowed_http_methods_for_whitelisted_func[apply]
	return frappe.whitelist(methods=methods)(step)


def _in_several_tries(work: Callable[[], Any]) -> Any:
	"""Does it, and again from the same beginning."""
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
	"""What was uploaded is read from its beginning again, and nothing of the try happens after the answer."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return
	for file in request.files.values():
		file.stream.seek(0)
	if (waiting := getattr(request, "after_response", None)) is not None:
		waiting.reset()

"""Refuses requests before anything is done: odd paths, half a request, changes without a token, and redirects to
other sites."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from ppoc.access import response_headers
from ppoc.access.file_addresses import climbs
from ppoc.access.redirects import is_local

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
REDIRECTS = ("redirect-to", "redirect_to")


def check() -> None:
	"""Makes the checks. Runs before each request.

	Raises:
		NotFound: the path is not in normal form.
		BadRequest: the connection was cut before the whole request had arrived.
		CSRFTokenError: a logged-in browser changes something without its session's token.
		HTTPException: the answer that opens the page again without an address of another site.
	"""
	request = frappe.local.request
	if climbs(request.path):
		_answer(NotFound().get_response(request.environ), request)
	if _is_cut_off(request):
		_answer(BadRequest().get_response(request.environ), request)
	if request.method in ("GET", "HEAD"):
		_refuse_leading_away(request)
	_need_token(request)


def _is_cut_off(request: Request) -> bool:
	"""Returns whether less has arrived than was announced: what is there of a form would be saved, a text cut short."""
	return len(request.get_data()) < (request.content_length or 0)


def keep_status(response: Response | None = None, request: Request | None = None) -> None:
	"""Gives a page that reports an error the error's status. Runs after each request.

	In releases of 2023 a page that says “Session Expired” to a wrong key is answered with status 200.
	"""
	status = (getattr(frappe.local, "response", None) or {}).get("http_status_code")
	if response is not None and status and int(status) >= 400 and response.status_code == 200:
		response.status_code = int(status)


def give_token(response: Response | None = None, request: Request | None = None) -> None:
	"""Gives a session its token when it begins. Frappe gives it one with the first page of Desk, and asks for none
	until then. Runs after each request."""
	if request is not None and _has_session_of_user() and not frappe.session.data.csrf_token:
		get_csrf_token()
		frappe.local.session_obj.update(force=True)


def _refuse_leading_away(request: Request) -> None:
	"""Opens the page again without the address: the login page reads it in the browser, too."""
	given = request.args.to_dict(flat=False)
	away = [
		name
		for name in REDIRECTS
		if any(not is_local(target, request.host) for target in given.get(name, ()))
	]
	if not away:
		return
	kept = [(name, value) for name, values in given.items() if name not in away for value in values]
	_answer(redirect(request.path + (f"?{urlencode(kept)}" if kept else "")), request)


def _need_token(request: Request) -> None:
	"""Asks for the token of a session that has none yet; Frappe asks where there is one."""
	if request.method not in CHANGING or frappe.conf.get("ignore_csrf") or not _has_session_of_user():
		return
	if frappe.session.data.csrf_token:
		return
	if not frappe.local.login_manager.resume:  # this request logs in
		frappe.local.response["csrf_token"] = get_csrf_token()
		frappe.local.session_obj.update(force=True)
		return
	frappe.flags.disable_traceback = True
	frappe.throw(
		_("Load the page again: its session has a new key."),
		frappe.CSRFTokenError,
		title=_("Invalid Request"),
	)


def _has_session_of_user() -> bool:
	session = getattr(frappe.local, "session", None)
	return bool(
		session
		and session.user
		and session.user != "Guest"
		and session.sid not in (None, "", "Guest", session.user)
		and getattr(frappe.local, "session_obj", None)
	)


def _answer(response: Any, request: Request) -> None:
	"""Ends the request with this answer; version 15 puts no headers on it later."""
	response_headers.add(response, request)
	raise HTTPException(response=response)

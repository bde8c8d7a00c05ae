"""Asks for the second factor where Frappe logs somebody in without it.

Frappe asks for it after the password on the login page only. Whoever follows a link from an email (a forgotten or
expired password, an invitation) is logged in by the link, so that somebody who reads the email needs neither password
nor second factor. So the function that logs a person in without a password is wrapped, once in each process: it leaves
those to whom two-factor login applies outside, and they log in with the new password.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe.auth import LoginManager
from frappe.twofactor import should_run_2fa

from ppoc.access.platform import called_path
from ppoc.database.installed import is_installed

LOGIN_PAGE = "/login"
PROVED_ELSEWHERE = ("frappe.integrations.oauth2_logins.", "frappe.core.doctype.user.user.impersonate")
"""Single sign-on, where the identity provider asks for it, and a System Manager who stands in for somebody."""
_MARK = "ppoc_second_factor"


def guard(**_options: Any) -> None:
	"""Wraps the function if this process has not done so yet. Runs before each request."""
	if not hasattr(LoginManager.login_as, _MARK):
		LoginManager.login_as = _asking(LoginManager.login_as)


def is_needed(user: str) -> bool:
	"""Returns whether this request has to leave the user outside until they have given their second factor."""
	request = getattr(frappe.local, "request", None)
	if not request or user in ("Guest", "", None) or not is_installed():
		return False
	session = getattr(frappe.local, "session", None)
	if session and session.user == user:  # they have given it when they logged in
		return False
	if called_path(request, frappe.local.form_dict).startswith(PROVED_ELSEWHERE):
		return False
	return bool(should_run_2fa(user))


def left_outside() -> bool:
	"""Returns whether this request did not log in somebody who needs a second factor."""
	return bool(getattr(frappe.local, "ppoc_left_outside", False))


def _asking(login_as: Callable) -> Callable:
	@wraps(login_as)
	def asking(self: LoginManager, user: str, *arguments: Any, **options: Any) -> Any:
		if is_needed(user):
			frappe.local.ppoc_left_outside = True
			return None
		return login_as(self, user, *arguments, **options)

	setattr(asking, _MARK, True)
	return asking

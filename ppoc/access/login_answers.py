"""Answers of the login page that do not reveal who has an account here, and requests to delete somebody's account.

Where Frappe answers differently for known and unknown people, so do many other websites; here the list of who works
with which children's service is worth something to those who write phishing emails.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.auth import get_login_attempt_tracker
from frappe.model.document import Document

from ppoc.access.rules import looks_after_system
from ppoc.exceptions import DeletionRequestRefusedError

FAILED = "Invalid login credentials"


def count_failure(doc: Document, _method: str | None = None) -> None:
	"""Activity Log: locks a name without an account after as many attempts as one with an account, and answers
	alike. Frappe counts only those who exist.

	Raises:
		SecurityException: the name is locked for a while; the message is Frappe's own.
	"""
	request = getattr(frappe.local, "request", None)
	if not request or doc.get("operation") != "Login" or doc.status != "Failed":
		return
	frappe.local.response["message"] = FAILED
	if frappe.db.exists("User", doc.user):
		return
	if frappe.get_system_settings("allow_consecutive_login_attempts"):
		frappe.local.response.pop("message", None)
		tracker = get_login_attempt_tracker(str(doc.user)[:140])  # raises if locked, as for an account
		tracker.add_failure_attempt()
		frappe.local.response["message"] = FAILED


def refuse_for_others(doc: Document, _method: str | None = None) -> None:
	"""Personal Data Deletion Request and Personal Data Download Request: refuses one for somebody else. A System
	Manager may file one for a person who asked in writing.

	Raises:
		DeletionRequestRefusedError: a guest asks, or a user who is not the person concerned.
	"""
	user = frappe.session.user
	if looks_after_system(user):
		return
	concerned: Any = doc.get("user") or doc.get("email")
	if user == "Guest" or concerned not in (user, frappe.db.get_value("User", user, "email")):
		frappe.throw(
			_("Log in to ask for your own account. For somebody else, write to the data protection officer."),
			DeletionRequestRefusedError,
			title=_("Not for others"),
		)

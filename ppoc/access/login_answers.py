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

from ppoc.access.platform import call_endpoint
from ppoc.exceptions import DeletionRequestRefusedError

FAILED = "Invalid login credentials"


# whoever forgot a password has not logged in
@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str) -> str | None:
	"""Sends an email to set a new password, if the account exists, and says the same if it does not.

	Args:
		user: the email address that was typed.

	Raises:
		RateLimitExceededError: this computer has asked too often.
	"""
	try:
		call_endpoint("frappe.core.doctype.user.user.reset_password", user=user)
	except (frappe.TooManyRequestsError, frappe.RateLimitExceededError):
		raise
	except Exception as wrong:  # disabled, no user name, asked for too often, the mail server is away
		if getattr(wrong, "http_status_code", 500) >= 500:
			frappe.log_error(title="Password reset")
	frappe.clear_messages()
	frappe.local.response.pop("http_status_code", None)
	frappe.local.response.pop("exc_type", None)
	frappe.msgprint(
		_("If this address has an account here, an email with instructions is on its way."),
		title=_("Password reset"),
	)
	return None


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
	if user == "Administrator" or "System Manager" in frappe.get_roles(user):
		return
	concerned: Any = doc.get("user") or doc.get("email")
	if user == "Guest" or concerned not in (user, frappe.db.get_value("User", user, "email")):
		frappe.throw(
			_("Log in to ask for your own account. For somebody else, write to the data protection officer."),
			DeletionRequestRefusedError,
			title=_("Not for others"),
		)

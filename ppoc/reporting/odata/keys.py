"""Keys that open the feed and nothing else, made by the people who read it.

Frappe has one API key for each login, which only a System Manager makes and which opens everything that the login may
do. A key of the feed is such a key with a mark in front: it is kept in workbooks, so it must not open more.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import ClosedEndpointError, FeedKeyError

MARK = "feed-"
ROOT = "odata/v4"
EXPORTED = "Child"
"""Whoever may export these may read the feed."""


def keep_to_feed() -> None:
	"""Refuses a key of the feed at every other address. Runs in each request once it is known who asks.

	Raises:
		ClosedEndpointError: the key was used elsewhere.
	"""
	request = getattr(frappe.local, "request", None)
	if request and not _asks_the_feed(request) and _is_of_the_feed(_key_sent()):
		frappe.throw(
			_("This key opens the feed for Excel and Power BI only."), ClosedEndpointError, title=_("Closed")
		)


def key_of(user: str) -> str:
	"""Returns the user's key, "" if there is none or it is not one of the feed."""
	key = frappe.db.get_value("User", user, "api_key") or ""
	return key if key.startswith(MARK) else ""


def make_key(user: str) -> tuple[str, str]:
	"""Gives a user a new key; the one before stops at once. Returns key and secret, which is shown this once.

	Raises:
		FeedKeyError: the login has a key of another program, which would stop.
	"""
	doc = _without_other_key(user)
	key, secret = MARK + frappe.generate_hash(length=15), frappe.generate_hash(length=32)
	doc.api_key, doc.api_secret = key, secret
	doc.save(ignore_permissions=True)  # the own key, as asked for
	return key, secret


def withdraw_key(user: str) -> None:
	"""Takes a user's key away: programs that use it are refused from now on.

	Raises:
		FeedKeyError: the login has a key of another program.
	"""
	doc = _without_other_key(user)
	doc.api_key, doc.api_secret = None, ""
	doc.save(ignore_permissions=True)  # the own key, as asked for


def _without_other_key(user: str) -> Document:
	doc = frappe.get_doc("User", user, for_update=True)
	if doc.api_key and not doc.api_key.startswith(MARK):
		frappe.throw(
			_(
				"Your login has a key for another program. Ask a System Manager for a login of the report's own."
			),
			FeedKeyError,
			title=_("Another Key"),
		)
	return doc


def _asks_the_feed(request: Any) -> bool:
	"""Returns whether a request goes to the feed; a function named in its form goes before its path."""
	return not frappe.form_dict.get("cmd") and f"{request.path.strip('/')}/".startswith(f"{ROOT}/")


def _is_of_the_feed(sent: str) -> bool:
	"""Returns whether a key was made for the feed, whichever way it is written.

	Databases find a key in capitals, too, so the stored one decides.
	"""
	stored = frappe.db.get_value("User", {"api_key": sent}, "api_key") if sent else None
	return str(stored or "").startswith(MARK)


def _key_sent() -> str:
	kind, _space, value = frappe.get_request_header("Authorization", "").partition(" ")
	if kind.lower() == "basic":
		try:
			value = b64decode(value).decode()
		except (binascii.Error, ValueError):
			return ""
	return value.partition(":")[0]

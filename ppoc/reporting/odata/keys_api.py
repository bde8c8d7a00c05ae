"""Calls of the page “Connect Excel or Power BI”."""

from __future__ import annotations

import frappe
from frappe import _

from ppoc.reporting.odata import keys
from ppoc.reporting.odata.page import feed_address


@frappe.whitelist(methods=["GET"])
def state() -> dict[str, str]:
	"""Returns the address of the feed and the own key to it, "" if there is none.

	Raises:
		PermissionError: the user may not read the feed.
	"""
	_need_export()
	return {"address": feed_address(), "key": keys.key_of(frappe.session.user)}


@frappe.whitelist(methods=["POST"])
def make_key() -> dict[str, str]:
	"""Makes a new key for the session's user in place of the one before; its secret is returned this once.

	Raises:
		PermissionError: the user may not read the feed.
		FeedKeyError: the login has a key of another program.
	"""
	_need_export()
	key, secret = keys.make_key(frappe.session.user)
	return {"key": key, "secret": secret}


@frappe.whitelist(methods=["POST"])
def withdraw_key() -> None:
	"""Withdraws the own key.

	Raises:
		PermissionError: the user may not read the feed.
		FeedKeyError: the login has a key of another program.
	"""
	_need_export()
	keys.withdraw_key(frappe.session.user)


def _need_export() -> None:
	if not frappe.has_permission(keys.EXPORTED, "export"):
		frappe.throw(
			_("Only people who may export records can read the feed."),
			frappe.PermissionError,
			title=_("No Export"),
		)

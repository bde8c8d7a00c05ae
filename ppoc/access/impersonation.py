"""Acts as another user, and always switches back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from ppoc.access import rules


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Reads and writes as this user inside the block, then restores the session and the request."""
	session, form = frappe.local.session.copy(), frappe.local.form_dict
	frappe.set_user(user)  # jobs write to people as each may read; switched back below
	rules.forget()
	try:
		yield
	finally:
		frappe.set_user(session.user)  # back to whoever it was
		frappe.local.session.update(session)
		frappe.local.form_dict = form
		rules.forget()

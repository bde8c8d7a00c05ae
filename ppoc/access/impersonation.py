"""Doing something as another person, and being oneself again whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from ppoc.access import rules as database


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Everything inside is read and written as this user. The session and the request come back as they were."""
	session, form = frappe.local.session.copy(), frappe.local.form_dict
	frappe.set_user(user)
	database.forget()
	try:
		yield
	finally:
		frappe.set_user(session.user)
		frappe.local.session.update(session)
		frappe.local.form_dict = form
		database.forget()

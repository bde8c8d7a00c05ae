"""Who may load children, where to, and in whose name a load runs at night."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.rules import localities_of, sees_all


class NotALoaderError(frappe.PermissionError):
	"""A user without the right to create children and their episodes asks to load some."""


class PlaceError(frappe.ValidationError):
	"""New children would go to a place that the user has no access to, or to no place at all."""


def check_may_load() -> None:
	"""Refuses users who may not create children with their episodes and events."""
	doctypes, rights = ("Child", "Care Episode", "Care Event"), ("create", "write")
	if not all(frappe.has_permission(doctype, right) for doctype in doctypes for right in rights):
		said = _("Loading children needs the role Team Coordinator or Performance Officer.")
		frappe.throw(said, NotALoaderError, title=_("No Permission"))


def localities_to_load() -> set[str]:
	"""Returns the active localities that the session's user has access to."""
	active = set(frappe.get_all("Locality", filters={"active": 1}, pluck="name"))
	user = frappe.session.user
	return active if sees_all(user) else active & localities_of(user)


def check_may_load_into(mapping: Document) -> None:
	"""Refuses a load by this mapping if the session's user could not make it by hand.

	A nightly load is asked this when it is marked and every night again, because roles and access may have ended.

	Raises:
		NotALoaderError: the user may not load children.
		PlaceError: new children would go where the user has no access.
	"""
	check_may_load()
	if mapping.locality and mapping.locality not in localities_to_load():
		frappe.throw(
			_("{0} has no access to {1}, so nothing can be loaded there in that name.").format(
				frappe.bold(frappe.session.user), frappe.bold(mapping.locality)
			),
			PlaceError,
			title=_("No Access"),
		)

"""Who may give rights to logins: only System Managers, and nobody gets the rights of one by accident.

An authority may let its PPOC Administrators keep the logins. That does not make them System Managers or readers
of case records, and does not let them act as somebody else.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.user.user import User
from frappe.model.document import Document

from ppoc.access.rules import looks_after_system
from ppoc.access.scopes import SEES_ALL_ROLE
from ppoc.exceptions import RightsRefusedError

MANAGER = "System Manager"
GIVEN_BY_MANAGERS = frozenset({MANAGER, "Administrator", SEES_ALL_ROLE})
OPENS_AN_ACCOUNT = ("email", "new_password", "api_key", "api_secret", "reset_password_key", "username")


class Account(User):
	"""User, without a rule of older releases: they make whoever is saved a System Manager if there is no other."""

	def add_system_manager_role(self) -> None:
		"""Leaves Frappe's own super user as Frappe wants it, and everybody else as they are."""
		if self.name == "Administrator":
			super().add_system_manager_role()


def check_account(doc: Document, _method: str | None = None) -> None:
	"""User, before anything else: only a System Manager changes how somebody else logs in, and nobody their address.

	Raises:
		RightsRefusedError: the user may not.
	"""
	if _may(doc):
		return
	before = doc.get_doc_before_save()
	changed = [field for field in OPENS_AN_ACCOUNT if _differs(doc, before, field)]
	own = doc.name == frappe.session.user
	if [field for field in changed if not (own and field in ("new_password", "username"))]:
		_refuse(_("Only a System Manager may change how somebody logs in."))


def check_roles(doc: Document, _method: str | None = None) -> None:
	"""User, after Frappe has filled in the roles: only a System Manager gives powerful roles, or roles to themselves.

	Raises:
		RightsRefusedError: the user may not.
	"""
	if _may(doc):
		return
	before = doc.get_doc_before_save()
	gained = _roles(doc) - (_roles(before) if before else set())
	if gained & GIVEN_BY_MANAGERS or (gained and doc.name == frappe.session.user):
		_refuse(
			_("Only a System Manager may give these roles: {0}.").format(", ".join(sorted(map(_, gained))))
		)


def check_rights(doc: Document, _method: str | None = None) -> None:
	"""Role and everything else that decides what a role may do: only for System Managers.

	Raises:
		RightsRefusedError: the user is none.
	"""
	if not _may(doc):
		_refuse(_("Only a System Manager may change what people may do."))


def _may(doc: Document) -> bool:
	settled = frappe.flags.in_install or frappe.flags.in_migrate or doc.flags.ignore_permissions
	return bool(settled) or looks_after_system()


def _roles(user: Document) -> set[str]:
	return {row.role for row in user.get("roles") or [] if row.role}


def _differs(doc: Document, before: Document | None, field: str) -> bool:
	sent = doc.get(field) or ""
	if before is None:
		return bool(sent) and field not in ("email", "username")
	masked = isinstance(sent, str) and bool(sent) and set(sent) == {"*"}
	return bool(sent or field == "email") and not masked and sent != (before.get(field) or "")


def _refuse(words: str) -> None:
	frappe.throw(words, RightsRefusedError, title=_("For System Managers"))

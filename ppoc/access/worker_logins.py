"""Guards the link from a worker to a login: the login sees the worker's children, so linking it grants access."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access import rules
from ppoc.access.scopes import GRANTS_ANYWHERE_ROLES
from ppoc.exceptions import NotYourLocalityError, OwnAccessError

GIVING_ROLES = frozenset({"Team Manager", "Head of Service"})
OWN_CHILD_PARTS = ("social_worker", "supervising_social_worker", "reviewing_officer")


def check_worker_login(doc: Document) -> None:
	"""Worker: only a manager who sees the worker's children, or an administrator, may link a login, not their own."""
	giver, before = frappe.session.user, doc.get_doc_before_save()
	gained = doc.user and doc.active and not (before and before.user == doc.user and before.active)
	if not gained or giver == "Administrator":
		return
	if doc.user == giver:
		frappe.throw(
			_("Somebody else has to link your login to a worker."), OwnAccessError, title=_("Not to yourself")
		)
	roles = set(frappe.get_roles(giver))
	if roles & GRANTS_ANYWHERE_ROLES:
		return
	if not roles & GIVING_ROLES or _children_of(doc.name) - rules.may_see_children(
		giver, _children_of(doc.name)
	):
		frappe.throw(
			_(
				"A login sees the children of its worker. Only the PPOC Administrator, or a Team Manager"
				" who can see these children too, may link it."
			),
			NotYourLocalityError,
			title=_("Not yours to link"),
		)


def _children_of(worker: str | None) -> set[str]:
	"""Returns every child of this worker, whether the session's user sees them or not."""
	if not worker:
		return set()
	parts = [[part, "=", worker] for part in OWN_CHILD_PARTS]
	listed = frappe.get_all("Child Worker", {"worker": worker, "parenttype": "Child"}, pluck="parent")
	return {*frappe.get_all("Child", or_filters=parts, pluck="name"), *listed}

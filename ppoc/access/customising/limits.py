"""Who is limited in what they customise, and what of the site's records they may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document

from ppoc.access.customising.expressions import NotAllowed
from ppoc.access.role_names_database import MODULE
from ppoc.access.rules import looks_after_system
from ppoc.access.sharing import is_case
from ppoc.exceptions import CustomisingRefusedError
from ppoc.translating import translated

CLOSED = frozenset({"Audit Entry", "Open Endpoint", "Accepted Risk", "Locality Access"})
"""DocTypes of ours that say who did what and who may: nobody customises them without being a System Manager."""


def is_limited(doc: Document | None = None) -> bool:
	"""Returns whether the session's user customises within limits; code and System Managers do not."""
	if frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch:
		return False
	return not (doc and doc.flags.ignore_permissions) and not looks_after_system()


def is_customised_here(doctype: str | None) -> bool:
	"""Returns whether an administrator may customise records of this DocType: it is one of the app's."""
	if not doctype or doctype in CLOSED:
		return False
	return frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE


def require_ours(doctype: str | None) -> None:
	"""Refuses a DocType that is not the app's.

	Raises:
		CustomisingRefusedError: it is not.
	"""
	if not is_customised_here(doctype):
		refuse(_("Only a System Manager may customise {0}.").format(_(doctype or "")))


def linked_to() -> list[str]:
	"""Returns the DocTypes that an added field may link to: what an administrator configures, no case records."""
	# names of DocTypes, of no record
	ours = frappe.get_all("DocType", {"module": MODULE, "istable": 0, "issingle": 0}, pluck="name")
	return sorted(name for name in ours if name not in CLOSED and not is_case(name))


def readable_in(doctype: str) -> Callable[[str], bool]:
	"""Returns a function that says whether a condition or a text may name a field of this DocType."""
	meta = frappe.get_meta(doctype)

	def readable(name: str) -> bool:
		field = meta.get_field(name)
		return bool(field) and not field.permlevel and field.fieldtype not in (*table_fields, "Password")

	return readable


def refuse(words: str) -> None:
	"""Refuses a change.

	Raises:
		CustomisingRefusedError: always.
	"""
	frappe.throw(words, CustomisingRefusedError, title=_("For System Managers"))


@contextmanager
def in_its_words() -> Iterator[None]:
	"""Refuses what an engine does not allow within the block, in the engine's words.

	Raises:
		CustomisingRefusedError: something is not allowed.
	"""
	try:
		yield
	except NotAllowed as error:
		refuse(translated(error))


def made_by_manager(doctype: str, filters: dict) -> str | None:
	"""Returns the name of a customisation that a System Manager or the app made, if there is one among these."""
	# names and owners of customisations, no case records
	for row in frappe.get_all(doctype, filters, ["name", "owner"]):
		if looks_after_system(row.owner):
			return row.name
	return None

"""Keeps the numbers by which other services know a child."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from ppoc.children.duplicates.matching import FORMER_UPN, upn_key
from ppoc.children.nhs_numbers import nhs_fault, nhs_written
from ppoc.exceptions import NHSNumberError
from ppoc.translating import translated


def keep_numbers(child: Document) -> None:
	"""Checks the NHS number, and keeps a UPN that another one takes the place of.

	Raises:
		NHSNumberError: it cannot be an NHS number.
	"""
	number = child.get("nhs_number")
	if fault := nhs_fault(number):
		frappe.throw(translated(fault), NHSNumberError, title=_("NHS Number"))
	child.nhs_number = nhs_written(number) or None
	before = child.get_doc_before_save()
	former = upn_key(before.upn) if before else ""
	kept = {upn_key(row.number) for row in child.identifiers if row.kind == FORMER_UPN}
	if former and former not in {upn_key(child.upn), *kept}:
		child.append("identifiers", {"kind": FORMER_UPN, "number": before.upn, "to_date": nowdate()})

"""Notifications reach only people who may see the record they are about, whoever wrote them and whatever they say.

Frappe sends to whatever stands in a field or has a role. A person named on a record may have lost access since, and
an added field could hold any address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.notification.notification import Notification
from frappe.model.document import Document

from ppoc.access import references
from ppoc.access.sharing import is_case
from ppoc.our_words.words_database import in_our_words

WORKED_OUT = frozenset(
	{
		("Booking", "requested_by"),
		("Booking", "tell"),
		("Due Dates Digest", "user"),
		("Flag", "told"),
		("Handover", "offered_by"),
		("Handover", "receivers"),
		("Panel Decision", "tell"),
	}
)
"""Fields in which the app puts addresses after it has asked who may see the child: some belong to nobody's login."""


class CheckedNotification(Notification):
	"""Notification."""

	def send(self, doc: Document) -> Any:
		"""Sends it in the authority's words; the record keeps the text as it was written."""
		written = {name: self.get(name) for name in ("subject", "message")}
		self.update(dict(zip(written, in_our_words(*written.values()), strict=True)))
		try:
			return super().send(doc)
		finally:
			self.update(written)

	def get_list_of_recipients(self, doc: Document, context: dict) -> tuple[list, list, list]:
		"""Returns the addresses to write to: those that Frappe finds, and those of workers named on the record. About a
		case record, only those of people who may see it now."""
		found, copies, blind = super().get_list_of_recipients(doc, context)
		addresses = list(dict.fromkeys([*found, *self._workers(doc)]))
		if not is_case(doc.doctype):
			return addresses, copies, blind
		trusted = set(self._worked_out(doc))
		may = [each for each in addresses if each in trusted or _sees(each, doc)]
		return (
			may,
			[each for each in copies if _sees(each, doc)],
			[each for each in blind if _sees(each, doc)],
		)

	def _workers(self, doc: Document) -> Iterator[str]:
		for row in self.recipients:
			field = doc.meta.get_field(row.receiver_by_document_field or "")
			if not field or (field.fieldtype, field.options) != ("Link", "Worker") or row.condition:
				continue
			user = frappe.db.get_value("Worker", doc.get(field.fieldname), "user")
			if address := user and frappe.db.get_value("User", {"name": user, "enabled": 1}, "email"):
				yield address

	def _worked_out(self, doc: Document) -> Iterator[str]:
		for row in self.recipients:
			if (doc.doctype, row.receiver_by_document_field) in WORKED_OUT:
				written = doc.get(row.receiver_by_document_field) or ""
				yield from (each.strip() for each in written.replace(",", "\n").split("\n"))


def _sees(address: str, doc: Document) -> bool:
	user = frappe.db.get_value("User", {"email": address, "enabled": 1}, "name")
	return bool(user) and references.reads(user, doc.doctype, doc.name)


def receivers(doctype: str) -> list[tuple[str, str]]:
	"""Returns the fields of a DocType, and their labels, to whose people a notification may go without code: logins
	and workers in fields that come with the app. An added field could hold any address."""
	fields: list[tuple[str, str]] = [("owner", _("Owner"))]
	for field in frappe.get_meta(doctype).fields:
		person = field.fieldtype == "Link" and field.options in ("User", "Worker")
		told = (doctype, field.fieldname) in WORKED_OUT
		if (person or told) and not field.get("is_custom_field") and not field.permlevel:
			fields.append((field.fieldname, _(field.label)))
	return fields

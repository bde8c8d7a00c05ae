"""Open Endpoint."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.access import gate
from ppoc.exceptions import OpenEndpointError

KEPT = ("kind", "endpoint", "reason", "opened_by", "opened_on")


class OpenEndpoint(Document):
	"""A function, page or DocType of the platform that a System Manager has opened to everybody with a login."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		endpoint: DF.Data
		kind: DF.Literal["Function", "Page", "DocType"]
		opened_by: DF.Link | None
		opened_on: DF.Datetime | None
		reason: DF.SmallText
	# end: auto-generated types

	def before_insert(self) -> None:
		self.endpoint = (self.endpoint or "").strip().strip("/")
		self.opened_by = frappe.session.user
		self.opened_on = now_datetime()
		self.closed_by = self.closed_on = None

	def validate(self) -> None:
		self.check_role()
		self.check_record_kept()
		if self.is_new():
			self.check_reason()
			self.check_known()

	def on_trash(self) -> None:
		frappe.throw(
			_("The record of what was open is kept. Close it instead."),
			OpenEndpointError,
			title=_("Not deleted"),
		)

	@frappe.whitelist(methods=["POST"])
	def close(self) -> None:
		"""Closes it again. Its record stays.

		Raises:
			OpenEndpointError: it has been closed already.
		"""
		self.check_permission("write")
		if self.closed_on:
			frappe.throw(_("This has already been closed."), OpenEndpointError, title=_("Already closed"))
		self.closed_by = frappe.session.user
		self.closed_on = now_datetime()
		self.flags.closing = True
		self.save()

	def check_role(self) -> None:
		"""Checks the role itself: a role table changed by mistake must not let others open anything."""
		if not gate.opens_all():
			frappe.throw(
				_("Only a System Manager opens what the platform offers."),
				frappe.PermissionError,
				title=_("Not opened"),
			)

	def check_reason(self) -> None:
		if not (self.reason or "").strip():
			frappe.throw(
				_("Say who needs this and for what."), OpenEndpointError, title=_("The reason is missing")
			)

	def check_known(self) -> None:
		"""Checks that the installed Frappe has it: a name mistyped would open nothing, or something of tomorrow."""
		if not gate.is_known(self.kind, self.endpoint):
			frappe.throw(
				_(
					"This version of Frappe has no {0} called {1}. Copy the name from the message that refused."
				).format(_(self.kind), frappe.bold(self.endpoint)),
				OpenEndpointError,
				title=_("Not known"),
			)

	def check_record_kept(self) -> None:
		"""Keeps what was said as it was said; what is closed stays closed."""
		before = self.get_doc_before_save()
		if not before:
			return
		changed = [field for field in KEPT if str(before.get(field) or "") != str(self.get(field) or "")]
		closed = str(before.closed_on or "") != str(self.closed_on or "")
		if changed or (closed and not self.flags.closing) or before.closed_on:
			frappe.throw(
				_("What was opened cannot be changed. Close it and open another."),
				OpenEndpointError,
				title=_("Cannot be changed"),
			)

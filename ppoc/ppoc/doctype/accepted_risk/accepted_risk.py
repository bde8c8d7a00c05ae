"""Accepted Risk."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime

from ppoc.exceptions import AcceptedRiskError
from ppoc.site_check.accepting import last_day
from ppoc.site_check.check_database import SEVERITIES, found_now
from ppoc.site_check.findings import SiteSeverity

KEPT = ("finding", "title", "severity", "found", "scope", "reason", "until", "accepted_by", "accepted_on")


class AcceptedRisk(Document):
	"""A site check finding that an administrator knows about and accepts until a date."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accepted_by: DF.Link | None
		accepted_on: DF.Datetime | None
		finding: DF.Data
		found: DF.SmallText | None
		reason: DF.SmallText
		scope: DF.SmallText | None
		severity: DF.Literal["Critical", "Serious", "Not known", "Advice"]
		title: DF.Data | None
		until: DF.Date
		withdrawn_by: DF.Link | None
		withdrawn_on: DF.Datetime | None
	# end: auto-generated types

	def before_insert(self) -> None:
		self.take_finding()
		self.accepted_by = frappe.session.user
		self.accepted_on = now_datetime()
		self.withdrawn_by = self.withdrawn_on = None

	def validate(self) -> None:
		self.check_record_kept()
		if self.is_new():
			self.check_reason()
			self.check_until()

	def on_trash(self) -> None:
		frappe.throw(
			_("The record of who accepted what is kept. Withdraw it instead."),
			AcceptedRiskError,
			title=_("Not deleted"),
		)

	@frappe.whitelist(methods=["POST"])
	def withdraw(self) -> None:
		"""Ends the acceptance now. Its record stays.

		Raises:
			AcceptedRiskError: it has been withdrawn already.
		"""
		self.check_permission("write")
		if self.withdrawn_on:
			frappe.throw(
				_("This has already been withdrawn."), AcceptedRiskError, title=_("Already withdrawn")
			)
		self.withdrawn_by = frappe.session.user
		self.withdrawn_on = now_datetime()
		self.flags.withdrawing = True
		self.save()

	def take_finding(self) -> None:
		"""Accepts what the check finds now, whatever the caller says the finding is."""
		finding = found_now(self.finding or "")
		if not finding or finding.severity == SiteSeverity.INFORMATION:
			frappe.throw(
				_("The site check no longer finds this. Run it again."),
				AcceptedRiskError,
				title=_("Nothing to accept"),
			)
		self.title = finding.title.say(_)
		self.set("severity", finding.severity.label)
		self.found = finding.what.say(_)
		self.scope = "\n".join(finding.scope)

	def check_reason(self) -> None:
		if not (self.reason or "").strip():
			frappe.throw(
				_("Say why this is left as it is."), AcceptedRiskError, title=_("The reason is missing")
			)

	def check_until(self) -> None:
		"""Checks that the acceptance ends, and soon enough that somebody looks at the finding again."""
		today = getdate()
		latest = last_day(SEVERITIES[self.severity], today)
		if not self.until or not today <= getdate(self.until) <= latest:
			frappe.throw(
				_("Choose a date from today to {0}. The finding is shown again after that.").format(
					formatdate(latest)
				),
				AcceptedRiskError,
				title=_("Until when?"),
			)

	def check_record_kept(self) -> None:
		"""Keeps what was said as it was said; a withdrawn acceptance stays withdrawn."""
		before = self.get_doc_before_save()
		if not before:
			return
		changed = [field for field in KEPT if str(before.get(field) or "") != str(self.get(field) or "")]
		withdrawn = str(before.withdrawn_on or "") != str(self.withdrawn_on or "")
		if changed or (withdrawn and not self.flags.withdrawing) or before.withdrawn_on:
			frappe.throw(
				_("What was accepted cannot be changed. Withdraw it and accept the finding again."),
				AcceptedRiskError,
				title=_("Cannot be changed"),
			)

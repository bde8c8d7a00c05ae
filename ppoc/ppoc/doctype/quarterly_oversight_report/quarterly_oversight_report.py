"""Quarterly Oversight Report."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from ppoc.access.rules import worker_of
from ppoc.exceptions import OversightStateError, WrongSignerError
from ppoc.reporting.oversight import drafting
from ppoc.reporting.oversight.figures import Quarter
from ppoc.reporting.oversight.figures_database import figures_of
from ppoc.reporting.oversight.rendering import ppoc_not_over_on, quarter_in_words

WRITTEN = ("progress", "drift", "tracking")
COMPUTED = ("figures", "drafted_on", "completed_by", "completed_on", "signed_off_by", "signed_off_on")
COUNTED = ("category", "open_now", "open_before", "raised", "resolved")
FIXED = ("chair", *WRITTEN, "priorities")


class QuarterlyOversightReport(Document):
	"""A locality's quarter: drafted from the data, completed and signed off by the panel's chair (third source)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.oversight_theme.oversight_theme import OversightTheme

		chair: DF.Link | None
		challenged_on: DF.Date | None
		completed_by: DF.Link | None
		completed_on: DF.Date | None
		drafted_on: DF.Datetime | None
		drift: DF.SmallText | None
		figures: DF.LongText | None
		locality: DF.Link
		managers_on: DF.Date | None
		priorities: DF.SmallText | None
		progress: DF.SmallText | None
		quarter_end: DF.Date | None
		quarter_start: DF.Date
		signed_off_by: DF.Link | None
		signed_off_on: DF.Date | None
		status: DF.Literal["Draft", "Completed", "Signed off"]
		themes: DF.Table[OversightTheme]
		title: DF.Data | None
		tracking: DF.SmallText | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Starts a report as a draft, filled in from the records, once for each quarter."""
		self.status = "Draft"
		self.check_quarter()
		self.chair = self.chair or frappe.db.get_value("Locality", self.locality, "head_of_service")
		self.draft()

	def validate(self) -> None:
		"""Keeps counted fields, leaves the steps to the chair, and refuses changes after sign-off."""
		quarter = Quarter.of(getdate(self.quarter_start))
		self.quarter_start, self.quarter_end = quarter.first, quarter.last
		self.title = _("{0}, {1}").format(self.locality, quarter_in_words(quarter))
		before = self.get_doc_before_save()
		if before:
			self.keep_computed(before)
			self.check_step(before)

	def on_update(self) -> None:
		"""Ends drafting: later changes are typed by users."""
		self.flags.drafting = False

	def check_quarter(self) -> None:
		"""Checks that the quarter has begun and has no report yet."""
		quarter = Quarter.of(getdate(self.quarter_start))
		if quarter.first > getdate(nowdate()):
			_stop(_("This quarter has not begun."))
		there = frappe.db.exists(
			"Quarterly Oversight Report", {"locality": self.locality, "quarter_start": quarter.first}
		)
		if there:
			_stop(_("{0} has a report for this quarter: {1}.").format(self.locality, there))

	def draft(self) -> None:
		"""Counts the quarter and the one before, and drafts the texts; what the chair wrote stays."""
		quarter = Quarter.of(getdate(self.quarter_start))
		now, before = figures_of(self.locality, quarter), figures_of(self.locality, quarter.before)
		self.drafted_on = now_datetime()
		drafted = drafting.texts(now, before, ppoc_not_over_on(self))
		earlier = frappe.parse_json(self.figures or "{}").get("texts") or {}
		for field in WRITTEN:
			if not (self.get(field) or "").strip() or self.get(field) == earlier.get(field):
				self.set(field, drafted[field])
		self.set_themes(drafting.themes(now, before))
		kept = {"now": now.as_dict(), "before": before.as_dict(), "texts": drafted}
		self.figures = frappe.as_json(kept)
		self.flags.drafting = True

	def set_themes(self, counted: list[dict]) -> None:
		"""Replaces the counted categories and keeps the chair's comments on them; the chair's own themes follow."""
		said = {row.category: row.comment for row in self.themes if row.category}
		own = [
			{"kind": row.kind, "theme": row.theme, "comment": row.comment}
			for row in self.themes
			if not row.category
		]
		self.set("themes", [{**row, "comment": said.get(row["category"])} for row in counted] + own)

	def keep_computed(self, before: Document) -> None:
		"""Keeps fields that are counted or stamped."""
		if self.flags.drafting:
			return
		for field in COMPUTED:
			self.set(field, before.get(field))
		counted = {row.name: row for row in before.themes}
		for row in self.themes:
			was = counted.get(row.name)
			for field in COUNTED:
				row.set(field, was.get(field) if was else (None if field == "category" else 0))

	def check_step(self, before: Document) -> None:
		"""Records who completed and who signed off the report; only the chair signs, and nothing changes
		afterwards."""
		if before.status == "Signed off" and (self.status != before.status or self.is_changed(before)):
			_stop(_("This report is signed off. Only the dates it was discussed on can be added."))
		if self.status == before.status:
			return
		if self.status == "Completed":
			self.completed_by, self.completed_on = frappe.session.user, nowdate()
		elif self.status == "Draft":
			self.completed_by = self.completed_on = None
		elif not self.chair or worker_of(frappe.session.user) != self.chair:
			frappe.throw(
				_("Only the chair named in the report can sign it off."),
				WrongSignerError,
				title=_("Not the Chair"),
			)
		else:
			self.signed_off_by, self.signed_off_on = frappe.session.user, nowdate()

	def is_changed(self, before: Document) -> bool:
		"""Returns whether anything that the chair signed differs."""
		if any((self.get(field) or "") != (before.get(field) or "") for field in FIXED):
			return True
		rows = [[(row.kind, row.theme, row.comment or "") for row in doc.themes] for doc in (self, before)]
		return rows[0] != rows[1]


def _stop(said: str) -> None:
	frappe.throw(said, OversightStateError, title=_("Quarterly Oversight"))

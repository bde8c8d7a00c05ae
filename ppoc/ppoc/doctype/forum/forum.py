"""Forum."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import ForumRuleError


class Forum(Document):
	"""A kind of meeting as data."""

	def validate(self) -> None:
		"""A forum does not contradict itself."""
		for fault in (*self.rhythm_faults(), *self.member_faults(), *self.agenda_faults()):
			frappe.throw(fault, ForumRuleError, title=_("Forum"))

	def rhythm_faults(self) -> list[str]:
		"""What is wrong with its rhythm, in words."""
		faults = []
		if (self.interval or 0) < 1 and not self.directly_before:
			faults.append(_("Every how many weeks or months? Write 1 or more."))
		if (self.duration_minutes or 0) < 1:
			faults.append(_("How long does it last? Write 1 minute or more."))
		if self.directly_before:
			if self._leads_back(self.directly_before):
				faults.append(_("It cannot sit directly before itself."))
			if (self.before_every_nth or 0) < 1:
				faults.append(_("Before every how many sittings? Write 1 or more."))
		if self.takes_to and self.takes_to == self.name:
			faults.append(_("It cannot take children to itself."))
		return faults

	def member_faults(self) -> list[str]:
		"""One chair, each role once."""
		roles = [row.role for row in self.members]
		faults = [
			_("Role {0} is there twice.").format(role)
			for role in sorted({r for r in roles if roles.count(r) > 1})
		]
		if sum(1 for row in self.members if row.chair) > 1:
			faults.append(_("Only one role chairs."))
		return faults

	def agenda_faults(self) -> list[str]:
		"""An item that looks at children says which, and one that only talks names none."""
		faults = []
		for row in self.agenda_items:
			if row.purpose == "Talk" and row.agenda_query:
				faults.append(
					_("Row {0}: an item of the kind Talk has no children; choose another kind.").format(
						row.idx
					)
				)
			if row.purpose != "Talk" and not row.agenda_query:
				faults.append(_("Row {0}: which children? Choose an agenda query.").format(row.idx))
		return faults

	def _leads_back(self, forum: str | None) -> bool:
		before = dict(frappe.get_all("Forum", fields=["name", "directly_before"], as_list=True))
		seen = {self.name}
		while forum and forum not in seen:
			seen.add(forum)
			forum = before.get(forum)
		return bool(forum)

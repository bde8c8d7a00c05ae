"""Record Template."""

from __future__ import annotations

import re

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import RecordTemplateError
from ppoc.meetings.agenda.people import lines_of

KEY = re.compile(r"[a-z][a-z0-9_]*")


class RecordTemplate(Document):
	"""What a forum writes down about each child: questions in sections."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.record_question.record_question import RecordQuestion

		active: DF.Check
		description: DF.SmallText | None
		pack: DF.Link | None
		questions: DF.Table[RecordQuestion]
		source: DF.Data | None
		template_name: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		"""Every question can be asked, answered and found again."""
		for fault in (*self.key_faults(), *self.choice_faults(), *self.section_faults()):
			frappe.throw(fault, RecordTemplateError, title=_("Record Template"))

	def key_faults(self) -> list[str]:
		"""Keys are words, each there once."""
		keys = [row.question_key or "" for row in self.questions]
		faults = [
			_("Row {0}: the key “{1}” has other signs than small letters, digits and underscores.").format(
				row.idx, row.question_key
			)
			for row in self.questions
			if not KEY.fullmatch(row.question_key or "")
		]
		return faults + [
			_("The key “{0}” is there twice; an answer would belong to both.").format(key)
			for key in sorted({key for key in keys if keys.count(key) > 1})
		]

	def choice_faults(self) -> list[str]:
		"""A choice has at least two, and nothing else has any."""
		faults = []
		for row in self.questions:
			choices = lines_of(row.choices)
			if row.answer_type == "Choice" and len(set(choices)) < 2:
				faults.append(_("Row {0}: write at least two choices, one in a line.").format(row.idx))
			if row.answer_type != "Choice" and choices:
				faults.append(_("Row {0}: only an answer of the kind Choice has choices.").format(row.idx))
		return faults

	def section_faults(self) -> list[str]:
		"""The questions of a section stand together: a heading is printed once."""
		order = [row.section for row in self.questions]
		heads = [
			section for number, section in enumerate(order) if number == 0 or order[number - 1] != section
		]
		return [
			_("The section “{0}” is there in two places; put its questions together.").format(section)
			for section in sorted({s for s in heads if heads.count(s) > 1})
		]

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
	"""What a forum records about each child: questions in sections."""

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
		"""Checks keys, choices and sections."""
		for fault in (*self.key_faults(), *self.choice_faults(), *self.section_faults()):
			frappe.throw(fault, RecordTemplateError, title=_("Record Template"))

	def key_faults(self) -> list[str]:
		"""Returns faults in the keys: they must be words, each used once."""
		keys = [row.question_key or "" for row in self.questions]
		faults = [
			_("Row {0}: the key “{1}” must have only lower-case letters, digits and underscores.").format(
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
		"""Returns faults in the choices: a choice question has at least two, any other has none."""
		faults = []
		for row in self.questions:
			choices = lines_of(row.choices)
			if row.answer_type == "Choice" and len(set(choices)) < 2:
				faults.append(_("Row {0}: write at least two choices, one on each line.").format(row.idx))
			if row.answer_type != "Choice" and choices:
				faults.append(
					_("Row {0}: only an answer of the kind Choice can have choices.").format(row.idx)
				)
		return faults

	def section_faults(self) -> list[str]:
		"""Returns sections whose questions are not together, because a heading is printed once."""
		order = [row.section for row in self.questions]
		heads = [
			section for number, section in enumerate(order) if number == 0 or order[number - 1] != section
		]
		return [
			_("The section “{0}” is there in two places; put its questions together.").format(section)
			for section in sorted({s for s in heads if heads.count(s) > 1})
		]

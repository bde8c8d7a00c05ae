"""Words We Use: the authority's words in place of the app's."""

from __future__ import annotations

import re

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import WordsWeUseError
from ppoc.our_words import words_database

LETTERS = re.compile(r"[^\W\d_][\w’'&/ .-]*", re.UNICODE)
SHORTEST, MOST = 2, 100


class WordsWeUse(Document):
	"""Each row is written into the site's translations as soon as it is saved, and leaves with it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.word_we_use.word_we_use import WordWeUse

		words: DF.Table[WordWeUse]
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks the rows.

		Raises:
			WordsWeUseError: a word is none, or stands twice.
		"""
		if len(self.words) > MOST:
			self._refuse(_("Write at most {0} words.").format(MOST))
		seen: dict[str, int] = {}
		for row in self.words:
			for name in ("word", "ours", "plural", "our_plural"):
				row.set(name, " ".join((row.get(name) or "").split()))
			self._check(row)
			if first := seen.get(row.word.casefold()):
				self._refuse(
					_("Rows {0} and {1} are both about {2}.").format(first, row.idx, frappe.bold(row.word))
				)
			seen[row.word.casefold()] = row.idx

	def on_update(self) -> None:
		"""Says the words everywhere."""
		texts = words_database.write()
		frappe.msgprint(
			_("{0} texts are said in your words. Reload the page to see them.").format(texts), alert=True
		)

	def _check(self, row: Document) -> None:
		for name in ("word", "ours", "plural", "our_plural"):
			text = row.get(name)
			if (text or name in ("word", "ours")) and not (len(text) >= SHORTEST and LETTERS.fullmatch(text)):
				self._refuse(
					_("Row {0}: “{1}” under “{2}” is no word. Write letters, at least two.").format(
						row.idx, text, _(row.meta.get_label(name))
					)
				)

	def _refuse(self, words: str) -> None:
		frappe.throw(words, WordsWeUseError, title=_("Check the words"))

"""Writes an authority's words as translations from English to English, which the platform shows everywhere.

The translations have names of their own, so they are found again and go with the word that made them. A translation
that somebody wrote or changed themselves stays, and wins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import frappe
from babel.messages.pofile import read_po
from frappe.utils import is_html, strip_html_tags

from ppoc.database.rows import insert_rows
from ppoc.our_words.replacing import Word, changed_texts, replacer

SETTINGS, TABLE = "Words We Use", "Word We Use"
MARK = "ppoc-word-"
"""How the names of our translations begin."""
BY_NOBODY = "Administrator"
NAMES_SHOWN = (
	"Barrier Category",
	"Care Event Type",
	"Forum",
	"Request Type",
	"Route",
	"Timescale Duty",
	"Workflow State",
)
"""DocTypes whose names are words, which screens show translated."""
TEXTS_SHOWN = (
	*(("Custom Field", "label"), ("Custom Field", "description"), ("List Filter", "filter_name")),
	("Route", "short_name"),
	*(("Forum Agenda Item", "title"), ("Forum Agenda Item", "guidance")),
	*(("Meeting Agenda Item", "title"), ("Meeting Agenda Item", "guidance")),
	*(("Record Question", "section"), ("Record Question", "question"), ("Record Question", "help")),
	*(("Record Question", "choices"), ("RAG Rule", "reason")),
	*(("Effectiveness Criterion", field) for field in ("criterion", "section", "description")),
)
"""What screens and papers show translated of what is configured, each line as a text of its own."""


class Text(NamedTuple):
	"""A text to translate: `_` looks for it with its context."""

	language: str
	source: str
	context: str


def words() -> list[Word]:
	"""Returns the words of this site."""
	# a list of words, no record of anybody
	fields = ["word", "ours", "plural", "our_plural"]
	rows = frappe.get_all(TABLE, {"parent": SETTINGS}, fields, order_by="idx asc")
	return [Word(row.word, row.ours, row.plural or "", row.our_plural or "") for row in rows]


def in_our_words(*texts: str | None) -> list[str]:
	"""Returns English texts that are stored on the site, such as an email's, with the site's words."""
	if not (frappe.local.lang or "en").startswith("en"):
		return [text or "" for text in texts]
	put = replacer(words())
	return [put(text or "") for text in texts]


def write() -> int:
	"""Makes the translations agree with the words.

	Returns:
		How many texts are said in the authority's words.
	"""
	wanted = dict(_wanted(words()))
	have = {_name(text): said for text, said in wanted.items()}
	fields = ["name", "translated_text", "modified_by", "language", "source_text", "context"]
	# translations, no record of anybody
	rows = frappe.get_all("Translation", {"name": ["like", f"{MARK}%"]}, fields)
	kept = {
		row.name for row in rows if row.modified_by != BY_NOBODY or have.get(row.name) == row.translated_text
	}
	if gone := [row.name for row in rows if row.name not in kept]:
		frappe.db.delete("Translation", {"name": ["in", gone]})
	theirs = _of_people()
	new = {text: said for text, said in wanted.items() if _name(text) not in kept and text not in theirs}
	_insert(new)
	if gone or new:
		_forget()
	return len({text.source for text in wanted})


def _wanted(used: list[Word]) -> Iterator[tuple[Text, str]]:
	if not used:
		return
	for context, known in texts().items():
		for key, shown in as_looked_for(changed_texts(used, known)).items():
			for language in _languages():
				yield Text(language, key, context), shown


def as_looked_for(said: Mapping[str, str]) -> dict[str, str]:
	"""Returns texts as the browser looks for them and as the server does, without tags and blanks around them.

	Args:
		said: what is said instead of each text. A text that is there without tags keeps what is said for it, not what
			is said for the same words in tags.
	"""
	plain = {
		strip_html_tags(source).strip() if is_html(source) else source.strip(): text
		for source, text in said.items()
	}
	return {**plain, **said}


def texts() -> dict[str, set[str]]:
	"""Returns all texts of the app, of names that are shown translated, and of added fields, by their context."""
	found: dict[str, set[str]] = {context: set(known) for context, known in _catalogue().items()}
	plain = found.setdefault("", set())
	for doctype in NAMES_SHOWN:
		plain.update(frappe.get_all(doctype, pluck="name"))  # names of what is configured
	for doctype, field in TEXTS_SHOWN:
		filters = {"for_user": ["in", ["", None]]} if doctype == "List Filter" else {}
		# texts of what is configured
		for text in frappe.get_all(doctype, filters, pluck=field, distinct=True, order_by=f"{field} asc"):
			plain.update(line.strip() for line in (text or "").splitlines() if line.strip())
	return found


@lru_cache
def _catalogue() -> dict[str, frozenset[str]]:
	"""Returns the texts of the catalogue that comes with the app; it does not change while a process runs."""
	with Path(frappe.get_app_path("ppoc", "locale", "main.pot")).open("rb") as file:
		catalogue = read_po(file)
	found: dict[str, set[str]] = {}
	for message in catalogue:
		if isinstance(message.id, str) and message.id:
			found.setdefault(message.context or "", set()).add(message.id)
	return {context: frozenset(known) for context, known in found.items()}


def _languages() -> list[str]:
	# names of languages
	english = frappe.get_all("Language", {"name": ["like", "en%"], "enabled": 1}, pluck="name")
	return sorted({"en", *(name for name in english if name == "en" or name.startswith("en-"))})


def _name(text: Text) -> str:
	return MARK + hashlib.sha256("\0".join(text).encode()).hexdigest()[:20]


def _of_people() -> set[Text]:
	fields = ["language", "source_text", "context"]
	# translations, no record of anybody
	rows = frappe.get_all("Translation", {"name": ["not like", f"{MARK}%"]}, fields)
	return {Text(row.language, row.source_text or "", row.context or "") for row in rows}


def _insert(new: dict[Text, str]) -> None:
	rows = [
		{
			"name": _name(text),
			"language": text.language,
			"source_text": text.source,
			"context": text.context or None,
			"translated_text": said,
		}
		for text, said in new.items()
	]
	insert_rows("Translation", rows, BY_NOBODY)


def _forget() -> None:
	"""Forgets translated texts everywhere, browsers included, now and again once others can read the new ones."""
	frappe.clear_cache()
	frappe.db.after_commit.add(frappe.clear_cache)

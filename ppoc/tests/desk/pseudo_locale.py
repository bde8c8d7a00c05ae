"""A made-up translation of everything: each text stands in brackets, so that a text without them was never translated.

The language is called Welsh, because formats of dates and numbers must exist for it; its words stay English.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import frappe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from ppoc.database.rows import insert_rows
from ppoc.our_words import words_database

LANGUAGE = "cy"
OPENS, CLOSES = "⟦⟧"

NOT_WORDS = re.compile(
	r"""
	\S+@\S+ | https?://\S+ |                  # addresses
	(\w+,?\s)?\d{1,2}\s\w+\s\d{4} | \d{1,2}\s\w{3,4}\b | # days, which the calendar of the language writes
	\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b |       # which the calendar of the browser writes
	\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b |
	\bAdministrator\b |                      # the name of a user
	\bCtrl\b |                               # a key
	\w+_\w+ |                                # the name of a setting
	\.\w{2,4}\b |                            # a kind of file
	[\w-]*\d[\w.-]* |                        # numbers, and names of records
	Zz\w*                                     # what a test types as data begins with this
	""",
	re.VERBOSE,
)
WORD = re.compile(r"[^\W\d_]{2,}")

LEFTOVERS = f"""(asked) => {{
	{(Path(__file__).parent / "leftovers.js").read_text()}
	return globalThis.leftovers(asked);
}}"""

SAID_IN_CODE = re.compile(r"""\b__?\(\s*(["'`])(.+?)\1""")
PLACE_OF_VALUE = re.compile(r"\{\w*\}|%s")

KEPT_BY_FRAPPE = (
	*("img.null-state", "img.grid-empty-illustration"),  # their texts for a screen reader are fixed
	".tooltip-content",  # the name of a field, which only a developer's site shows
)


def in_brackets(text: str) -> str:
	"""Returns the made-up translation; a value that is put in stands outside of the brackets."""
	opened = PLACE_OF_VALUE.sub(lambda place: f"{CLOSES}{place[0]}{OPENS}", text)
	return f"{OPENS}{opened}{CLOSES}"


def translate_everything() -> None:
	"""Writes the translation of all texts of Frappe and of ours."""
	frappe.get_doc(
		{"doctype": "Language", "language_code": LANGUAGE, "language_name": "Welsh", "enabled": 1}
	).insert()
	by_context: dict[str, dict[str, str]] = {}
	for source, context in (*_of_frappe(), *_of_ours()):
		by_context.setdefault(context, {})[source] = in_brackets(source)
	said = {
		(source, context): text
		for context, texts in by_context.items()
		for source, text in words_database.as_looked_for(texts).items()
	}
	rows = [
		{
			"name": f"pseudo-{position}",
			"language": LANGUAGE,
			"source_text": source,
			"context": context or None,
			"translated_text": text,
		}
		for position, ((source, context), text) in enumerate(said.items())
	]
	insert_rows("Translation", rows, "Administrator")
	frappe.clear_cache()
	frappe.db.commit()


def _of_ours() -> Iterator[tuple[str, str]]:
	for context, known in words_database.texts().items():
		yield from ((source, context) for source in known)


def _of_frappe() -> Iterator[tuple[str, str]]:
	"""Reads the catalogue of Frappe 16, or the translations of 15, which has none; without either, the code itself."""
	catalogue = Path(frappe.get_app_path("frappe", "locale", "main.pot"))
	if catalogue.exists():
		with catalogue.open("rb") as file:
			for message in read_po(file):
				if isinstance(message.id, str) and message.id:
					yield message.id, message.context or ""
	for table in Path(frappe.get_app_path("frappe", "translations")).glob("*.csv"):
		with table.open(encoding="utf-8", newline="") as lines:
			for source, _said, *context in csv.reader(lines):
				yield source, (context or [""])[0]
	if not catalogue.exists() and frappe.__version__ >= "16":  # a tree that came without its catalogue
		for code in Path(frappe.get_app_path("frappe")).rglob("*.[jp][sy]"):
			yield from ((text, "") for _quote, text in SAID_IN_CODE.findall(code.read_text(errors="ignore")))


def untranslated(page: Page, leave_out: Iterable[str] = (), stored: Iterable[str] = ()) -> list[str]:
	"""Returns each text on the page with a word in it that was not translated, and where it stands.

	Args:
		page: what is looked at.
		leave_out: selectors of what is not of ours.
		stored: texts that a record keeps in the language in which they were written.
	"""
	left_out = [*leave_out, *KEPT_BY_FRAPPE]
	if frappe.__version__ == "15.0.0-dev":
		left_out.append(".ce-header")  # it translated no headings of workspaces yet
	if frappe.__version__ >= "16":
		left_out.append(
			".list-row-head .level-item"
		)  # it puts the label as it is into what it says of a heading
	found = page.evaluate(LEFTOVERS, {"opens": OPENS, "closes": CLOSES, "leave_out": ", ".join(left_out)})
	kept = re.compile("|".join(map(re.escape, sorted(stored, key=len, reverse=True))) or "$^")
	return [
		f"{page.url}: {where}: {text}"
		for text, where in found
		if WORD.search(NOT_WORDS.sub(" ", kept.sub(" ", text)))
	]

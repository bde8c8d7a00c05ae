"""The frame of a printed document: the running head and the page numbers, as CSS for paged media."""

# ruff: noqa: S704 - the frame is ours; what `html` holds was escaped by its template, which the lint checks

from __future__ import annotations

import re
from zlib import crc32

from markupsafe import Markup


def paged(html: str, running_head: str = "", page_of: str = "Page {0} of {1}") -> Markup:
	"""Returns a document that repeats its running head and numbers its pages, in the browser and in the PDF.

	Several documents in one print each count their own pages in the PDF.

	Args:
		html: headings, paragraphs, lists, tables and drawings.
		running_head: the text at the top of every page, next to its number; also the PDF's title.
		page_of: the words of the page number, translated.
	"""
	page = f"ppoc-{crc32(running_head.encode()):08x}"
	rule = (
		f"@page {page} {{ @top-left {{ content: {css_string(running_head)} }}"
		f" @top-right {{ content: {_numbering(page_of)} }} }}"
	)
	return Markup(
		'<style>{}</style><div class="ppoc-paged" data-title="{}" style="page: {}">{}</div>'
	).format(Markup(rule), running_head, page, Markup(html))


def css_string(text: str) -> str:
	"""Returns `text` as a CSS string in which every character except letters, digits and blanks is escaped."""
	return '"{}"'.format(re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", text))


def _numbering(page_of: str) -> str:
	"""Returns `Page {0} of {1}` as a value of `content`."""
	counters = {"{0}": "counter(page)", "{1}": "counter(pages)"}
	parts = re.split(r"(\{[01]\})", page_of)
	return " ".join(counters.get(part) or css_string(part) for part in parts if part)

"""Takes from Frappe's print page what goes on paper: each of its documents, without scripts or anything that loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import lxml.html

from ppoc.prints.sheets import css_string

_NOT_PRINTED = (
	"script", "link", "base", "meta", "iframe", "frame", "object", "noscript", "template",
	"*[contains(concat(' ', normalize-space(@class), ' '), ' hidden-pdf ')]",
	"*[contains(concat(' ', normalize-space(@class), ' '), ' print-hide ')]",
)  # fmt: skip
_PAGED = "//*[contains(concat(' ', normalize-space(@class), ' '), ' ppoc-paged ')]"


@dataclass(frozen=True)
class Sheets:
	"""One document with its own page numbers."""

	title: str
	html: str


def sheets_of(page: str, house_style: str, title: str = "", own_style: str = "") -> list[Sheets]:
	"""Returns the documents in a print page.

	Args:
		page: what Frappe's print view makes from a record and a print format.
		house_style: CSS for formats that do not bring ours, such as Frappe's Standard.
		title: the title of a document that has none of its own.
		own_style: the CSS of the print format, in addition to what is in its page.
	"""
	root = lxml.html.document_fromstring(page or "<p></p>")
	language = root.get("lang") or "en"
	title = title or (root.findtext(".//title") or "").strip()
	for expression in _NOT_PRINTED:
		for element in _elements(root, f"//{expression}"):
			element.drop_tree()
	for element in _elements(root, "//embed"):
		element.drop_tag()  # the parser takes what follows it for its content
	parts = _elements(root, _PAGED)
	if parts:
		# Frappe's own styles are in the head and meant for its Standard format.
		style = "\n".join([*_texts(root, "//body//style"), own_style])
		return [_sheets(part, style, language, part.get("data-title") or title) for part in parts]
	head = f"@page {{ @top-left {{ content: {css_string(title)} }} }}"
	style = "\n".join([*_texts(root, "//style"), house_style, head])
	return [_sheets(root.find("body"), style, language, title)]


def _elements(root: lxml.html.HtmlElement, expression: str) -> list[lxml.html.HtmlElement]:
	"""An XPath expression may give numbers and texts too; ours give elements."""
	found: Any = root.xpath(expression)
	return list(found)


def _texts(root: lxml.html.HtmlElement, expression: str) -> Iterator[str]:
	return (text for element in _elements(root, expression) for text in element.itertext())


def _sheets(part: lxml.html.HtmlElement, style: str, language: str, title: str) -> Sheets:
	for element in list(part.iter("style")):
		element.drop_tree()
	body = "".join(_inside(part)) if part.tag == "body" else lxml.html.tostring(part, encoding="unicode")
	return Sheets(
		title,
		f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
		f'<style>{style}</style></head><body class="print-format">{body}</body></html>',
	)


def _inside(element: lxml.html.HtmlElement) -> Iterator[str]:
	yield escape(element.text or "")
	for child in element:
		yield lxml.html.tostring(child, encoding="unicode")

"""Reads the text of a PDF as people read it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
	"""Returns each page's words with single spaces; splits the ligatures that some fonts use."""
	texts = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	return [" ".join(unicodedata.normalize("NFKC", text).split()) for text in texts]


def tags_of(pdf: PdfReader) -> list[str]:
	"""Returns the types of its elements, in the order in which a screen reader meets them."""
	return list(_tags(pdf.trailer["/Root"]["/StructTreeRoot"]))


def _tags(element: Any) -> Iterator[str]:
	element = element.get_object() if hasattr(element, "get_object") else element
	if not isinstance(element, dict):
		return
	if "/S" in element:
		yield str(element["/S"])
	kids = element.get("/K", [])
	for kid in kids if isinstance(kids, list) else [kids]:
		yield from _tags(kid)


STYLE = (Path(__file__).parents[1] / "templates/prints/style.html").read_text()
"""The style sheet of the app's print formats, as it is on a page."""

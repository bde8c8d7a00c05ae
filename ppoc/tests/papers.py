"""The text of a PDF as a reader would say it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
	"""Each page's words with single blanks; ligatures, which some fonts bring, are taken apart."""
	texts = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	return [" ".join(unicodedata.normalize("NFKC", text).split()) for text in texts]


def tags_of(pdf: PdfReader) -> list[str]:
	"""The kinds of its elements, as a screen reader comes by them."""
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
"""The style sheet of our print formats, as a page has it."""

"""The text of a PDF as a reader would say it."""

from __future__ import annotations

import io
import unicodedata

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
	"""Each page's words with single blanks; ligatures, which some fonts bring, are taken apart."""
	texts = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	return [" ".join(unicodedata.normalize("NFKC", text).split()) for text in texts]

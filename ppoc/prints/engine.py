"""Turns HTML into tagged PDF with WeasyPrint, loading only what the caller provides. Plain Python, no site."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ppoc.prints.pages import Sheets

if TYPE_CHECKING:
	from weasyprint import Document

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's packages for the libraries that WeasyPrint loads."""
FONTS = "fonts-liberation fonts-dejavu-core"
"""Debian's packages for the typefaces in the style sheets."""
VARIANT = "pdf/ua-1"
"""The kind of PDF made for screen readers: tags, title and language."""
MOST_OF_A_PAGE = 0.2
"""A table row that is higher than this share of a page may continue on the next page; other rows are kept whole."""
BASE = "https://print.invalid"
"""The base of relative addresses: a name that nothing can answer."""

Read = Callable[[str], "bytes | None"]
"""Returns the content of one of the site's files by its path, None if the reader may not see it."""


class EngineMissing(RuntimeError):
	"""WeasyPrint or a library that it loads is not on this machine."""


class Refused(ValueError):
	"""A print tried to load something that no print may load."""


def lay_out(sheets: Sheets, read: Read, page_css: str = "") -> Document:
	"""Lays out one document in pages.

	Args:
		sheets: the document.
		read: returns an image of the site that the reader may see.
		page_css: the paper size, if it is not the document's own.

	Raises:
		EngineMissing: WeasyPrint or one of its libraries is missing.
	"""
	weasyprint = _weasyprint()
	html = weasyprint.HTML(string=sheets.html, base_url=BASE, url_fetcher=_fetcher(read))
	styles = [weasyprint.CSS(string=page_css, url_fetcher=_fetcher(read))] if page_css else []
	with _garbage_left():
		document = html.render(stylesheets=styles, presentational_hints=True)
		if _let_high_rows_break(document):
			document = html.render(stylesheets=styles, presentational_hints=True)
	return document


def write(documents: Sequence[Document], title: str = "") -> bytes:
	"""Returns several documents as one tagged PDF, each with its own page numbers."""
	whole = documents[0].copy([page for document in documents for page in document.pages])
	whole.metadata.title = title or whole.metadata.title
	# WeasyPrint before 66 looks up an element's tags in the document's HTML tree.
	whole.build_element_structure = lambda structure, element=None: [
		document.build_element_structure(structure) for document in documents
	]
	with _garbage_left():
		return whole.write_pdf(pdf_variant=VARIANT)


@contextmanager
def _garbage_left() -> Iterator[None]:
	"""Switches off garbage collection. A document is hundreds of thousands of objects, all needed until it is
	written, so looking for garbage finds none and takes a tenth of the time."""
	was_on = gc.isenabled()
	gc.disable()
	try:
		yield
	finally:
		if was_on:
			gc.enable()


def _fetcher(read: Read) -> Callable[..., dict[str, Any]]:
	"""Returns a fetcher that refuses everything except images among the site's own files."""

	def fetch(url: str, *_args: Any, **_options: Any) -> dict[str, Any]:
		parts = urlsplit(url)
		path = unquote(parts.path)
		own = f"{parts.scheme}://{parts.netloc}" == BASE and path.startswith(("/files/", "/private/files/"))
		content = read(path) if own else None
		kind = image_type(content or b"")
		if not content or not kind:
			raise Refused(f"not loaded in a print: {url[:200]}")
		return {"string": content, "mime_type": kind, "redirected_url": url}

	return fetch


def image_type(content: bytes) -> str:
	"""Returns the type of a bitmap image, "" for anything else. SVG is refused because it may name other addresses."""
	for start, kind in (
		(b"\x89PNG\r\n", "image/png"),
		(b"\xff\xd8\xff", "image/jpeg"),
		(b"GIF8", "image/gif"),
	):
		if content.startswith(start):
			return kind
	return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def _let_high_rows_break(document: Document) -> bool:
	"""Lets a row break if it is too high to be kept whole without leaving part of a page empty; returns
	whether any is."""
	found = False
	for page in document.pages:
		box = page._page_box
		limit = box.height * MOST_OF_A_PAGE
		for row in _rows(box):
			if row.height > limit and "break-inside" not in (row.element.get("style") or ""):
				row.element.set("style", f"{row.element.get('style') or ''};break-inside:auto")
				found = True
	return found


def _rows(box: Any) -> Iterator[Any]:
	for child in getattr(box, "children", ()):
		if child.element_tag == "tr":
			yield child
		else:
			yield from _rows(child)


@cache
def _weasyprint() -> Any:
	try:
		import weasyprint
	except (ImportError, OSError) as error:
		raise EngineMissing(str(error)) from error
	logging.getLogger("weasyprint").setLevel(
		logging.CRITICAL
	)  # it logs a warning for everything refused, in every print
	return weasyprint

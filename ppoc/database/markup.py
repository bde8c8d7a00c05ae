"""Text without anything that a page would load or run. Plain Python, no site.

Frappe's own sanitiser lets pictures, style sheets and backgrounds of other hosts through, leaves whatever is valid
JSON as it is (a text in quotation marks is), and is not asked when rows are written in bulk.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import bleach  # type: ignore[import-untyped]
from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]

TAGS = frozenset(
	"a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure font h1 h2 h3 h4"
	" h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot"
	" th thead tr u ul".split()
)
ATTRIBUTES = frozenset(
	"align alt class colspan color dir height href lang rel reversed"  # codespell:ignore
	" rowspan scope span src start style target title"
	" type valign width contenteditable id name role".split()
)
STYLES = (
	"background-color border border-bottom border-collapse border-color border-left border-radius border-right"
	" border-spacing border-style border-top border-width color display"  # codespell:ignore
	" float font font-family font-size font-style"
	" font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left"
	" margin-right margin-top max-height max-width min-height min-width opacity overflow padding padding-bottom"
	" padding-left padding-right padding-top page-break-after page-break-before page-break-inside text-align"
	" text-decoration text-indent text-transform vertical-align white-space width word-break word-spacing"
).split()
PROTOCOLS = frozenset({"http", "https", "mailto", "tel", "cid"})
_TAG_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
_LOADS = re.compile(r"url|image|src|element|expression|import|\\", re.IGNORECASE)
_OWN_PICTURE = re.compile(r"(cid:|/(private/)?files/|/assets/)[^\\\x00-\x20]*\Z")


def plain(text: str) -> str:
	"""Returns a text that is no markup: a `<` before a letter gets a space after it, so that it reads the same in a
	form, an export and a print, however often it is saved."""
	return _TAG_BEGINS.sub("< ", text)


def harmless(html: str) -> str:
	"""Returns formatted text with what people format text with, and pictures of this site only."""
	if not _TAG_BEGINS.search(html):
		return html
	return bleach.clean(
		html,
		tags=TAGS,
		attributes=_may_stay,
		protocols=PROTOCOLS,
		css_sanitizer=_styles(),
		strip=True,
		strip_comments=True,
	)


def _may_stay(tag: str, name: str, value: Any) -> bool:
	if name.startswith("data-"):
		return True
	if name == "src":
		return tag == "img" and ".." not in value and bool(_OWN_PICTURE.match(value))
	if name == "style":
		return not _LOADS.search(value)
	return name in ATTRIBUTES


@cache
def _styles() -> CSSSanitizer:
	return CSSSanitizer(allowed_css_properties=STYLES)

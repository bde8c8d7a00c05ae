"""Sphinx: the pages of this folder as a site that can be searched. `./dev docs` builds it."""

from __future__ import annotations

import re
from typing import Any

from pygments.lexers.special import TextLexer

project = "PPOC"
copyright = "the PPOC developers"
html_title = "PPOC"
html_theme = "furo"
html_show_sphinx = False
html_logo = html_favicon = "../ppoc/public/images/ppoc.svg"
language = "en_GB"

extensions = ["myst_parser"]
myst_heading_anchors = 4

OUTSIDE = re.compile(r"\]\((\.\./[^)#]+\.md)\)")


def setup(app: Any) -> None:
	"""Diagrams stay text, because their script would come from elsewhere; pages outside this folder are files."""
	app.add_lexer("mermaid", TextLexer)
	app.connect(
		"source-read", lambda _app, _page, text: text.__setitem__(0, OUTSIDE.sub(r"](path:\1)", text[0]))
	)

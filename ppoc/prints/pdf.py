"""PDFs of a meeting's papers, printed for a named reader."""

from __future__ import annotations

import subprocess

import frappe

_BROWSER_SIZE = 9.5
"""Points of body text on paper."""
_UNPATCHED_SCALE = 1.28
"""Distributions' own wkhtmltopdf shrinks a page by this much and has no switch against it."""


def type_size() -> str:
	"""Points of body text, as CSS, that this server's wkhtmltopdf puts on paper as 9.5 pt."""
	scale = 1.0 if _is_patched() else _UNPATCHED_SCALE
	return f"{_BROWSER_SIZE * scale:.2f}pt"


def _is_patched() -> bool:
	return bool(frappe.cache().get_value("ppoc_wkhtmltopdf_patched", _ask_wkhtmltopdf, expires=False))


def _ask_wkhtmltopdf() -> int:
	try:
		said = subprocess.run(
			["wkhtmltopdf", "--version"], capture_output=True, text=True, check=False
		).stdout
	except OSError:
		return 0
	return int("patched" in said)

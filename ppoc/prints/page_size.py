"""Reads a print's paper size from the options that Frappe passes to its PDF engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SIZES = {"a3", "a4", "a5", "b4", "b5", "letter", "legal", "ledger"}
_LENGTH = re.compile(r"^\s*(\d{1,4}(?:\.\d{1,3})?)\s*(mm|cm|in|pt|px)?\s*$")


def page_css(options: Mapping[str, Any]) -> str:
	"""Returns the CSS for the paper, "" if the options contain nothing that it understands.

	Args:
		options: `page-size`, `orientation`, `page-width`, `page-height` and margins such as `margin-top`.
	"""
	rules = []
	width, height = _length(options.get("page-width")), _length(options.get("page-height"))
	size = str(options.get("page-size") or "").strip().lower()
	landscape = str(options.get("orientation") or "").strip().lower() == "landscape"
	if width and height:
		rules.append(f"size: {width} {height}")
	elif size in _SIZES or landscape:
		rules.append(f"size: {size if size in _SIZES else 'a4'}{' landscape' if landscape else ''}")
	for side in ("top", "right", "bottom", "left"):
		if length := _length(options.get(f"margin-{side}")):
			rules.append(f"margin-{side}: {length}")
	return f"@page {{ {'; '.join(f'{rule} !important' for rule in rules)} }}" if rules else ""


def _length(value: Any) -> str:
	found = _LENGTH.match(str(value or ""))
	return f"{found[1]}{found[2] or 'mm'}" if found else ""

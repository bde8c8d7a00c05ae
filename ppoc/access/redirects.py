"""Addresses that a browser may be sent to after login: those of this site. Plain Python, no site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_ODD = re.compile(r"[\x00-\x20\x7f\\]")
"""Browsers remove some of these from an address, and read a backslash as a slash."""


def is_local(target: str, host: str) -> bool:
	"""Returns whether a browser that follows this address stays on the site.

	Args:
		target: a path, or a whole address.
		host: the site's own host, with its port if it has one.
	"""
	if _ODD.search(target) or target.startswith("//"):
		return False
	try:
		parts = urlsplit(target)
	except ValueError:
		return False
	if parts.scheme or parts.netloc:
		return parts.scheme in ("http", "https") and parts.netloc == host
	return True

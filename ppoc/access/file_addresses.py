"""File addresses in normal form: one name for each file on the disk. Plain Python, no site.

A path with `..`, an encoded dot or the site's own name before it is a second name for a file, so a check of the
name says nothing about the file. Nothing here is repaired: an address is normal, or it is refused.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

PUBLIC, PRIVATE, BACKUPS = "/files/", "/private/files/", "/backups/"
_DECODED_AT_MOST = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r"""[<>"\\\x00-\x1f\x7f]""")


def is_plain_path(path: str) -> bool:
	"""Returns whether a path has one meaning, however often it is decoded: no empty, `.` or `..` segment, no
	backslash and no control character."""
	for _times in range(_DECODED_AT_MOST):
		if not _reads_once(path):
			return False
		decoded = unquote(path)
		if decoded == path:
			return True
		path = decoded
	return False  # encoded again and again


def climbs(path: str) -> bool:
	"""Returns whether a path of a request could lead out of its folder, or to another host."""
	return (
		path.startswith("//")
		or "\\" in path
		or bool(_CONTROL.search(path))
		or any(segment in (".", "..") for segment in unquote(path).split("/"))
	)


def is_file_address(url: str) -> bool:
	"""Returns whether this is the normal address of a file of the site: a plain path below /files or
	/private/files."""
	return url.startswith((PUBLIC, PRIVATE)) and is_plain_path(url) and not url.endswith("/")


def without_own_host(url: str, host: str) -> str:
	"""Returns the path of an address that has the site's own host before it; any other address unchanged.

	Args:
		url: what the caller gave.
		host: the site's own host, with its port if it has one.
	"""
	parts = urlsplit(url)
	own = parts.scheme in ("http", "https") and parts.netloc == host
	return parts.path if own and not parts.query and not parts.fragment else url


def is_remote(url: str) -> bool:
	"""Returns whether an address leads to another machine, as a browser or Frappe would read it."""
	return bool(re.match(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", url, re.IGNORECASE))


def safe_name(name: str) -> str:
	"""Returns a file's name without the characters that are markup in a page or a separator on another system."""
	cleaned = _NOT_IN_NAMES.sub("_", name)
	return "_" if cleaned in (".", "..") else cleaned


def _reads_once(path: str) -> bool:
	return (
		path.startswith("/")
		and "\\" not in path
		and not _CONTROL.search(path)
		and posixpath.normpath(path) == (path.rstrip("/") or "/")
		and not path.startswith("//")
	)

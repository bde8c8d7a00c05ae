"""Reads addresses below /api as Frappe's routes do. Plain Python, no site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

ENDINGS = ("/method/", "/copy/")


@dataclass(frozen=True)
class RestAddress:
	"""What an address below /api asks for.

	kind: `method`, `record`, or `unknown` for an address that no known release has.
	doctype: the DocType that the address names.
	name: the record that it names, "" for a list.
	method: the method of the record that it calls, "" for none.
	version: 1 or 2.
	"""

	kind: str
	doctype: str | None = None
	name: str = ""
	method: str = ""
	version: int = 1


def rest_address(path: str) -> RestAddress | None:
	"""Returns what an address below /api asks for, in any form that a known release reads; None for others.

	Args:
		path: decoded once.

	>>> rest_address("/api/v2/document/Child/CH-1").doctype
	'Child'
	"""
	parts = [part for part in path.split("/") if part]
	if parts[:1] != ["api"]:
		return None
	parts = parts[1:]
	version = 2 if parts[:1] == ["v2"] else 1
	if parts[:1] in (["v1"], ["v2"]):
		parts = parts[1:]
	area, named = (parts[0], parts[1:]) if parts else ("", [])
	if area == "method":
		return RestAddress("method", version=version)
	if area in (("resource",) if version == 1 else ("document", "doctype")) and named:
		name, method = _name_and_method(named[1:], version) if area != "doctype" else ("", "")
		return RestAddress("record", unquote(named[0]), name, method, version)
	return RestAddress("unknown", version=version)


def _name_and_method(parts: list[str], version: int) -> tuple[str, str]:
	"""Returns name and method from what follows the DocType; a name may have slashes."""
	name = whole = "/".join(parts)
	for ending in ENDINGS if version == 2 else ():
		name = f"{name}/".split(ending)[0].rstrip("/")
	method = whole[len(name) :].removeprefix("/method/") if whole[len(name) :].startswith("/method/") else ""
	return unquote(name), method

"""The address by which a reader reached the site, for the links of an answer. Plain Python.

A proxy often ends TLS: what reaches the site then has another scheme, and sometimes no port. Readers follow the
link to the next page with the same credentials, so it must have the origin that they used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

USUAL_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"(?P<name>[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")


def origin(scheme: str, headers: Mapping[str, str], configured: str | None) -> str:
	"""Returns scheme, host and port that the reader used, such as `https://ppoc.example.org:8443`.

	Where the proxy does not say what it left out, the address configured for the site does, if it is the same host.

	Args:
		scheme: the scheme with which the request reached the site.
		headers: of the request: Host, and what a proxy adds (X-Forwarded-Proto, -Host and -Port).
		configured: the site's `host_name`, with or without scheme and port.
	"""
	said = _first(headers, "X-Forwarded-Proto").lower()
	host = HOST.fullmatch(_first(headers, "X-Forwarded-Host")) or HOST.fullmatch(headers.get("Host", ""))
	known = _split(configured)
	name = host["name"].lower() if host else _hostname(known)
	port = _first(headers, "X-Forwarded-Port")
	if not port.isdecimal():
		port = host["port"] if host and host["port"] else ""
	if not port and name == _hostname(known):
		return f"{said if said in USUAL_PORTS and not known.port else known.scheme}://{known.netloc}"
	scheme = said if said in USUAL_PORTS else scheme
	unusual = port and int(port) != USUAL_PORTS[scheme]
	return f"{scheme}://{name}" + (f":{port}" if unusual else "")


def _first(headers: Mapping[str, str], name: str) -> str:
	"""Returns what the proxy nearest to the reader wrote; each further one adds its own after a comma."""
	return headers.get(name, "").partition(",")[0].strip()


def _split(configured: str | None) -> SplitResult:
	address = configured or "http://localhost"
	return urlsplit(address if "://" in address else f"http://{address}")


def _hostname(known: SplitResult) -> str:
	return known.netloc.rpartition("@")[2].partition(":")[0].lower()

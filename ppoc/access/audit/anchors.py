"""The file in which the head of the audit trail's chain is kept outside the site."""

from __future__ import annotations

import json
import re

from ppoc.access.audit.chain import Anchor

HASH = re.compile(r"[0-9a-f]{64}")


class AnchorError(Exception):
	"""Raised when a file holds no anchor of this site; the message says which file and why."""


def written(anchor: Anchor, site: str) -> str:
	"""Returns the text of an anchor's file."""
	values = {"site": site, "entries": anchor.number, "hash": anchor.hash, "made_at": anchor.made_at}
	return json.dumps(values, indent=1) + "\n"


def read(text: str, file: str, site: str) -> Anchor:
	"""Returns the anchor in a file's text.

	Raises:
		AnchorError: it is not an anchor, or that of another site.
	"""
	try:
		values = json.loads(text)
		number, hash_, made_at, of = values["entries"], values["hash"], values["made_at"], values["site"]
	except (ValueError, KeyError, TypeError):
		raise AnchorError(f"{file} is not an anchor of an audit trail.") from None
	if not (isinstance(number, int) and number > 0 and isinstance(hash_, str) and HASH.fullmatch(hash_)):
		raise AnchorError(f"{file} is not an anchor of an audit trail: its number or hash is wrong.")
	if of != site:
		raise AnchorError(f"{file} is the anchor of {of}, not of {site}.")
	return Anchor(number, hash_, str(made_at))

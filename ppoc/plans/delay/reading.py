"""Who reads why a child has no agreed plan. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

READERS = {"read_by_officer": "Independent Reviewing Officer", "read_by_head": "Head of Service"}
"""The field that says who has read it → the role that reads it."""


def to_mark(reason: Mapping[str, Any], roles: Collection[str]) -> list[str]:
	"""Returns the fields that somebody with these roles still has to mark as read."""
	return [field for field, role in READERS.items() if role in roles and not reason.get(field)]

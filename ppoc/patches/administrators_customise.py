"""Gives PPOC Administrators the rights to customise without code, on sites from before they came with the app."""

from __future__ import annotations

from ppoc.access.customising import rights_database


def execute() -> None:
	"""Gives the rights as a new site gets them."""
	rights_database.give()

"""Gives shipped routes their codes: of Ofsted's list of children in care, and of the return's placements."""

from __future__ import annotations

from ppoc.timescales.packs.filling_in_database import fill_in


def execute() -> None:
	"""Sets the codes of shipped routes that have none; what somebody has typed stays as it is."""
	fill_in("Route", ("plan_code", "placements"))

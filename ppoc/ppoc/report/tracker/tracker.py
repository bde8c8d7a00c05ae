"""Tracker: the prioritised children with what is next for each, on one sheet."""

from __future__ import annotations

from typing import Any

from ppoc.reporting.figures.route_list import Answer, route_list


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Returns the lists for all routes."""
	return route_list(filters)

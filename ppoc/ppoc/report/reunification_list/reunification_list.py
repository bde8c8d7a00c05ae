"""Reunification List: the children prioritised for reunification, as the tracker's sheet had them."""

from __future__ import annotations

from typing import Any

from ppoc.reporting.figures.route_list import Answer, route_list

SHORT_NAME = "RU"
"""The route by its short name, which an authority may give to a route of its own."""


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""The list of this route."""
	return route_list(filters, short_name=SHORT_NAME)

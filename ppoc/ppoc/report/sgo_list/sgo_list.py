"""SGO List: the children prioritised for special guardianship, as on the tracker's sheet."""

from __future__ import annotations

from typing import Any

from ppoc.reporting.figures.route_list import Answer, route_list

SHORT_NAME = "SGO"
"""The route by its short name, which an authority may give to its own route."""


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Returns the list for this route."""
	return route_list(filters, short_name=SHORT_NAME)

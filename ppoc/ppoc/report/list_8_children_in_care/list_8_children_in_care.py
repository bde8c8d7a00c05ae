"""List 8: the children in care on a day, and those who left in the six months before (Ofsted, Annex A)."""

from __future__ import annotations

from ppoc.access.scoped_query import Row
from ppoc.inspection.lists import CHILDREN_IN_CARE
from ppoc.inspection.on_screen import Answer, shown


def execute(filters: Row | None = None) -> Answer:
	"""Returns the columns that PPOC can fill, and a row for each child."""
	return shown(CHILDREN_IN_CARE, filters)

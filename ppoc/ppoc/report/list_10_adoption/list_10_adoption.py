"""List 10: children with a decision that they should be placed for adoption (Ofsted, Annex A)."""

from __future__ import annotations

from ppoc.access.scoped_query import Row
from ppoc.inspection.lists import ADOPTION
from ppoc.inspection.on_screen import Answer, shown


def execute(filters: Row | None = None) -> Answer:
	"""Returns the columns that PPOC can fill, and a row for each child."""
	return shown(ADOPTION, filters)

"""Child Allowed Person."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildAllowedPerson(CaseRow):
	"""A user who may see a restricted child."""

"""Action Review."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ActionReview(CaseRow):
	"""One review of an action: its outcome, when and by whom."""

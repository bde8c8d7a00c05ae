"""Discussion Answer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DiscussionAnswer(CaseRow):
	"""The answer to one question about a child."""

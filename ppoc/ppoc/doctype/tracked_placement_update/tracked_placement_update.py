"""Tracked Placement Update."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class TrackedPlacementUpdate(CaseRow):
	"""One week's update."""

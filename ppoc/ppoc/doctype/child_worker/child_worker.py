"""Child Worker."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildWorker(CaseRow):
	"""A further worker of a child, from one day to another."""

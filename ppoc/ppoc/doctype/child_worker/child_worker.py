"""Child Worker."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ChildWorker(CaseRow):
	"""Child Worker"""

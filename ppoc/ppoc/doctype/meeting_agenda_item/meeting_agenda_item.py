"""Meeting Agenda Item."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class MeetingAgendaItem(CaseRow):
	"""One item on a meeting's agenda."""

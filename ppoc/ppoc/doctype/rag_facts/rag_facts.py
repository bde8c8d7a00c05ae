"""RAG Facts: the fields for the conditions of a RAG rule."""

from __future__ import annotations

from ppoc.ppoc.doctype.timescale_facts.timescale_facts import TimescaleFacts


class RAGFacts(TimescaleFacts):
	"""What a rule may ask about a plan. Stores no rows."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actual_finish: DF.Date | None
		actual_start: DF.Date | None
		age: DF.Int
		barrier_since: DF.Date | None
		case_system_agrees: DF.Literal["Not checked", "Yes", "No"]
		days_finish_missed: DF.Int
		days_in_assessment: DF.Int
		days_on_list: DF.Int
		days_overdue: DF.Int
		days_start_missed: DF.Int
		days_to_start: DF.Int
		days_undiscussed: DF.Int
		discussed_on: DF.Date | None
		late_escalations: DF.Int
		legal_status: DF.Data | None
		locality: DF.Link | None
		looked_after: DF.Check
		on_full_care_order: DF.Check
		open_actions: DF.Int
		open_barriers: DF.Int
		open_escalations: DF.Int
		other_plan: DF.Check
		overdue_actions: DF.Int
		overdue_since: DF.Date | None
		overdue_timescales: DF.Int
		plan_kind: DF.Literal["Primary", "Parallel", "Contingency"]
		predicted_finish: DF.Date | None
		predicted_start: DF.Date | None
		route: DF.Link | None
		social_worker: DF.Link | None
		status: DF.Literal["Proposed", "Prioritised", "Assessment started", "Assessment finished"]
		team: DF.Link | None
		times_moved: DF.Int
		weeks_of_barrier: DF.Int
	# end: auto-generated types

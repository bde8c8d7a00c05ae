"""The events that a return can contain: their types, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ENTERED_CARE = "Entered care"
LEFT_CARE = "Left care"
INTERIM_CARE_ORDER_MADE = "Interim care order made"
CARE_ORDER_MADE = "Full care order made"
PLACEMENT_ORDER_MADE = "Placement order made"
PLACEMENT_ORDER_REVOKED = "Placement order revoked"
CARE_ORDER_DISCHARGED = "Care order discharged"
LEGAL_STATUS_CHANGED = "Legal status changed"
PLACEMENT_CHANGED = "Placement changed"
PLACED_FOR_ADOPTION = "Placed for adoption"
ADOPTION_PLACEMENT_ENDED = "Adoption placement ended"
ADOPTION_DECIDED = "Decision to place for adoption"
ADOPTION_REVERSED = "Adoption decision reversed"
REVIEW_HELD = "Review held"
PREVIOUS_PERMANENCE = "Previous permanence"
LIBERTY_ORDER_MADE = "Deprivation of liberty order made"
LIBERTY_ORDER_DUE_TO_END = "Deprivation of liberty order due to end"  # untranslated: the name of a record
LIBERTY_ORDER_ENDED = "Deprivation of liberty order ended"
WENT_MISSING = "Went missing or away"
CAME_BACK = "Came back from being missing or away"  # untranslated: the name of a record
SOCIAL_WORKER_ALLOCATED = "Social worker allocated"
UNACCOMPANIED_ENDED = "Unaccompanied status ended"
MATCHED_WITH_ADOPTERS = "Matched with adopters"
EVENT_TYPES = (
	ENTERED_CARE,
	LEFT_CARE,
	INTERIM_CARE_ORDER_MADE,
	CARE_ORDER_MADE,
	PLACEMENT_ORDER_MADE,
	PLACEMENT_ORDER_REVOKED,
	CARE_ORDER_DISCHARGED,
	LEGAL_STATUS_CHANGED,
	PLACEMENT_CHANGED,
	PLACED_FOR_ADOPTION,
	ADOPTION_PLACEMENT_ENDED,
	ADOPTION_DECIDED,
	ADOPTION_REVERSED,
	REVIEW_HELD,
	PREVIOUS_PERMANENCE,
	LIBERTY_ORDER_MADE,
	LIBERTY_ORDER_DUE_TO_END,
	LIBERTY_ORDER_ENDED,
	WENT_MISSING,
	CAME_BACK,
	SOCIAL_WORKER_ALLOCATED,
	UNACCOMPANIED_ENDED,
	MATCHED_WITH_ADOPTERS,
)
"""Every type of event that a return can contain."""

LONGEST_DETAILS = 140
EPISODE_SOURCE, REVIEW_SOURCE, ADOPTION_SOURCE, PERMANENCE_SOURCE = (
	"episode",
	"review",
	"adoption",
	"permanence",
)
LIBERTY_SOURCE, MISSING_SOURCE, WORKER_SOURCE = "liberty", "missing", "worker"
UNACCOMPANIED_SOURCE, ADOPTED_SOURCE = "unaccompanied", "adopted"
ONE_EACH = frozenset({PERMANENCE_SOURCE, UNACCOMPANIED_SOURCE, ADOPTED_SOURCE})
"""A child has at most one row of these, so that its events are known by their kind and not by their day."""


@dataclass(frozen=True)
class CareEvent:
	"""An event of a child on a day.

	Attributes:
		event_type: one of `EVENT_TYPES`.
		date: the day.
		details: one line of text.
		source_key: identifies the event when the return is loaded again: source and key of its row.
	"""

	event_type: str
	date: date
	details: str
	source_key: str

	def __post_init__(self) -> None:
		"""Shortens details that the record could not keep."""
		if len(self.details) > LONGEST_DETAILS:
			object.__setattr__(self, "details", self.details[: LONGEST_DETAILS - 1].rstrip() + "…")

	@property
	def source(self) -> str:
		"""Returns the kind of row that the event comes from."""
		return self.source_key.split(":")[1]

	@property
	def row(self) -> str:
		"""Returns what the events of one row of the return have in common: its source and its start."""
		return ":".join(self.source_key.split(":")[1:3])

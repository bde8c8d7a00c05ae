"""The columns of Ofsted's lists 8 (children in care) and 10 (adoption), in their order. Plain Python.

Source: Annex A of Ofsted's inspections of children's services, as the reports of Data to Insight's Standard
Safeguarding Dataset lay the lists out (July 2024). What PPOC does not hold stays empty, so that the rest can be pasted
in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppoc.messages import Message


@dataclass(frozen=True)
class ListColumn:
	"""A column of a list.

	Attributes:
		field: the field of our row; "" if PPOC does not hold it.
		heading: the list's heading.
		kind: "text", "day" or "whole".
		width: pixels on the screen.
	"""

	field: str
	heading: Message
	kind: str = "text"
	width: int = 120


@dataclass(frozen=True)
class InspectionList:
	"""A list: its number, what it is about, and its columns."""

	number: int
	title: Message
	columns: tuple[ListColumn, ...]

	@property
	def held(self) -> tuple[ListColumn, ...]:
		"""Returns the columns that PPOC can fill."""
		return tuple(column for column in self.columns if column.field)

	@property
	def not_held(self) -> tuple[Message, ...]:
		"""Returns the headings of the columns that have to come from the case system."""
		return tuple(column.heading for column in self.columns if not column.field)


WHO = (
	ListColumn("child_id", Message("Child unique ID"), width=110),
	ListColumn("sex", Message("Gender"), width=90),
	ListColumn("ethnicity", Message("Ethnicity"), width=150),
	ListColumn("date_of_birth", Message("Date of birth"), "day"),
	ListColumn("age", Message("Age"), "whole", 70),
)

CHILDREN_IN_CARE = InspectionList(
	8,
	Message("Children in care"),
	(
		*WHO,
		ListColumn("unaccompanied", Message("Unaccompanied asylum seeker"), width=100),
		ListColumn("", Message("Disability")),
		ListColumn("started_on", Message("Looked after since"), "day"),
		ListColumn("need", Message("Category of need"), width=180),
		ListColumn("came_back", Message("Second period of care in 12 months"), width=130),
		ListColumn("legal_status_since", Message("Legal status since"), "day"),
		ListColumn("legal_status", Message("Legal status"), width=180),
		ListColumn("last_review", Message("Latest statutory review"), "day"),
		ListColumn("", Message("Last social work visit")),
		ListColumn("plan_code", Message("Permanence plan"), width=180),
		ListColumn("", Message("Last visit of the reviewing officer")),
		ListColumn("", Message("Last health assessment")),
		ListColumn("", Message("Last dental check")),
		ListColumn("placements", Message("Placements in 12 months"), "whole", 110),
		ListColumn("ended_on", Message("Ceased to be looked after"), "day"),
		ListColumn("end_reason", Message("Reason for ceasing"), width=180),
		ListColumn("placement_since", Message("Placement since"), "day"),
		ListColumn("placement", Message("Type of placement"), width=200),
		ListColumn("provider", Message("Provider of placement"), width=180),
		ListColumn("postcode", Message("Postcode of placement"), width=100),
		ListColumn("urn", Message("URN of placement"), width=100),
		ListColumn("missing", Message("Times missing in 12 months"), "whole", 110),
		ListColumn("away", Message("Times away without authorisation in 12 months"), "whole", 130),
		ListColumn("", Message("Return interview offered")),
		ListColumn("", Message("Return interview accepted")),
		ListColumn("team", Message("Allocated team"), width=150),
		ListColumn("social_worker", Message("Allocated worker"), width=150),
	),
)
"""Children in care on the day, and those who left in the six months before."""

ADOPTION = InspectionList(
	10,
	Message("Adoption"),
	(
		WHO[0],
		ListColumn("", Message("Family ID")),
		*WHO[1:],
		ListColumn("", Message("Disability")),
		ListColumn("started_on", Message("Looked after since"), "day"),
		ListColumn("decided_on", Message("Decision to place for adoption"), "day"),
		ListColumn("ordered_on", Message("Placement order"), "day"),
		ListColumn("matched_on", Message("Matched with adopters"), "day"),
		ListColumn("placed_on", Message("Placed for adoption"), "day"),
		ListColumn("adopted_on", Message("Adoption order"), "day"),
		ListColumn("reversed_on", Message("Decision reversed"), "day"),
		ListColumn("reversed_why", Message("Reason for reversal"), width=200),
		ListColumn("", Message("Placed for early permanence")),
	),
)
"""Children with a decision that still stands, and those adopted or with it reversed in the twelve months before."""

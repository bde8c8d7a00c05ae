"""Eight made-up children, one for each situation that a new user should meet. Plain Python.

Every date is a number of days from the day on which they are made, so that some of them are due soon and one is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.messages import Message

SURNAME = "Sample"
"""Nobody is called so by chance, and no list of ours sorts it away."""

YEAR = 365


@dataclass(frozen=True)
class SamplePlan:
	"""A plan for a sample child.

	Attributes:
		route: the route's name.
		steps: the states that it went through after it was proposed.
		started: when the assessment started, in days from today; None if it has not.
		starts, finishes: what is predicted, in days from today.
		progress: what was last said of it.
		barrier: a category of barriers, if something is in the way.
	"""

	route: str
	steps: tuple[str, ...] = ()
	started: int | None = None
	starts: int | None = None
	finishes: int | None = None
	progress: Message | None = None
	barrier: str = ""


@dataclass(frozen=True)
class SampleChild:
	"""A sample child.

	Attributes:
		number: the ID.
		first_name: what the child is called; all have the same surname.
		sex: as the field has it.
		born: the day of birth, in days from today; after today for a child not yet born.
		legal_status, placement: codes of the statutory return; "" for a child who is not in care.
		in_care_since: in days from today; None for a child who is not in care.
		events: events by type, in days from today.
		potential: the decision on potential, if there is one.
		rationale: why.
		review_on: when the decision is looked at again, in days from today.
		plan: the primary plan, if there is one.
	"""

	number: str
	first_name: str
	sex: str
	born: int
	legal_status: str = ""
	placement: str = ""
	in_care_since: int | None = None
	events: tuple[tuple[str, int], ...] = ()
	potential: str = ""
	rationale: Message | None = None
	review_on: int | None = None
	plan: SamplePlan | None = None


def day(today: date, days: int | None) -> date | None:
	"""Returns the day that is so many days from today, or None."""
	return None if days is None else today + timedelta(days=days)


CARERS_WANT_TO_STAY = Message("The foster carers would like to care for the child for good.")
PRIORITISED, STARTED, FINISHED = "Prioritised", "Assessment started", "Assessment finished"

CHILDREN = (
	SampleChild(
		"SAMPLE-1",
		"Ash",
		"Male",
		-6 * YEAR,
		"C2",
		"U6",
		-2 * YEAR,
		(("Full care order made", -YEAR - 120), ("Review held", -150)),
		"Potential now",
		CARERS_WANT_TO_STAY,
		plan=SamplePlan(
			"Special guardianship",
			(PRIORITISED,),
			starts=21,
			finishes=140,
			progress=Message("The carers have met the support worker. They will decide about the allowance."),
		),
	),
	SampleChild(
		"SAMPLE-2",
		"Bryn",
		"Female",
		-9 * YEAR,
		"C2",
		"U6",
		-3 * YEAR,
		(("Full care order made", -2 * YEAR), ("Review held", -60)),
		"Potential now",
		Message("Father has been well for a year and sees her every week."),
		plan=SamplePlan(
			"Reunification",
			(PRIORITISED, STARTED),
			started=-28,
			finishes=56,
			progress=Message("Weekends at home go well. The school sees a change for the better."),
		),
	),
	SampleChild(
		"SAMPLE-3",
		"Cole",
		"Male",
		-11 * YEAR,
		"C2",
		"U1",
		-5 * YEAR,
		(("Full care order made", -4 * YEAR), ("Review held", -210)),
		"Potential now",
		Message("Grandmother has cared for the child for five years."),
		plan=SamplePlan(
			"Special guardianship",
			(PRIORITISED, STARTED),
			started=-150,
			finishes=-10,
			progress=Message("The report waits for a medical. Nobody has chased it since the last meeting."),
			barrier="Assessment capacity",
		),
	),
	SampleChild(
		"SAMPLE-4",
		"Dara",
		"Female",
		-2 * YEAR,
		"E1",
		"U6",
		-YEAR,
		(("Decision to place for adoption", -140), ("Placement order made", -120), ("Review held", -80)),
		"Potential now",
		Message("The court has made a placement order."),
		plan=SamplePlan(
			"Adoption",
			(PRIORITISED, STARTED, FINISHED),
			started=-110,
			finishes=-20,
			progress=Message("Two families have asked for the profile."),
		),
	),
	SampleChild(
		"SAMPLE-5",
		"Ellis",
		"Male",
		-13 * YEAR,
		"C2",
		"K2",
		-4 * YEAR,
		(("Full care order made", -3 * YEAR), ("Review held", -40)),
		"Uncertain",
		Message("An aunt has written. Nobody has spoken to her yet."),
		review_on=14,
	),
	SampleChild(
		"SAMPLE-6",
		"Fern",
		"Female",
		-200,
		"C1",
		"U1",
		-98,
		(("Proceedings issued", -100), ("Interim care order made", -98), ("Review held", -75)),
		plan=SamplePlan(
			"Special guardianship", progress=Message("The viability assessment of the aunt was positive.")
		),
	),
	SampleChild("SAMPLE-7", "Gale", "Unknown", 45),
	SampleChild(
		"SAMPLE-8",
		"Hollis",
		"Female",
		-15 * YEAR,
		"V2",
		"U4",
		-240,
		(("Review held", -220), ("Review held", -130)),
	),
)

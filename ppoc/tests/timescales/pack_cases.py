"""A child, meeting or schedule for every rule of the packs, with what is due. All dates were worked out by hand.

Bank holidays that matter here: 3 and 6 April (Easter), 4 and 25 May 2026. 2 March 2026 is a Monday.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ppoc.timescales.models import Event


@dataclass(frozen=True)
class Case:
	"""Events, and what a rule makes of them.

	Attributes:
		rule: name of the rule.
		shows: the rows of the requirements that it shows.
		today: the day for which the states are worked out.
		events: "day type"; for a planned date, add " | day on which it was recorded".
		due: "day state".
		facts: those that the rule's conditions use.
		not_for: facts for which nothing is due, despite the same events.
	"""

	rule: str
	shows: tuple[str, ...]
	today: str
	events: tuple[str, ...]
	due: tuple[str, ...]
	facts: dict[str, Any] = field(default_factory=dict)
	not_for: dict[str, Any] = field(default_factory=dict)

	def happened(self) -> list[Event]:
		"""Returns the events."""
		return [_event(number, text) for number, text in enumerate(self.events)]


def _event(number: int, text: str) -> Event:
	said, _, recorded = text.partition(" | ")
	day, _, kind = said.partition(" ")
	at = datetime.fromisoformat(f"{recorded}T10:00:00") if recorded else None
	return Event(kind, date.fromisoformat(day), f"E{number}", at)


CASES: list[Case] = []


def case(rule: str, shows: str, today: str, events: str, due: str, **more: Any) -> None:
	"""Adds a case; events and due dates are separated by semicolons."""
	CASES.append(Case(rule, tuple(shows.split()), today, _parted(events), _parted(due), **more))


def _parted(text: str) -> tuple[str, ...]:
	return tuple(part.strip() for part in text.split(";"))


# planning permanence outside of care

PANEL = {"forum": "Permanence Panel"}
MOBILISATION = {"forum": "Mobilisation Meeting"}
case(
	"Identification Meeting every month",
	"P1.1",
	"2026-03-10",
	"2026-01-12 Schedule begun; 2026-01-12 Sitting held; 2026-02-09 Sitting held",
	"2026-01-12 Met; 2026-02-12 Met; 2026-03-09 Overdue",
	facts={"forum": "Identification Meeting"},
	not_for=PANEL,
)
case(
	"Mobilisation Meeting every fortnight",
	"P2.1",
	"2026-02-07",
	"2026-01-12 Schedule begun; 2026-01-12 Sitting held; 2026-01-26 Sitting held",
	"2026-01-12 Met; 2026-01-26 Met; 2026-02-09 Due soon",
	facts=MOBILISATION,
	not_for=PANEL,
)
case(
	"Permanence Panel every month",
	"P3.1",
	"2026-03-02",
	"2026-01-30 Schedule begun; 2026-01-30 Sitting held",
	"2026-01-30 Met; 2026-02-28 Overdue",
	facts=PANEL,
	not_for=MOBILISATION,
)
case(
	"Leadership check-in every month",
	"P4.1",
	"2026-03-02",
	"2026-01-07 Schedule begun; 2026-01-07 Sitting held; 2026-02-10 Sitting held; 2026-03-01 Schedule ended",
	"2026-01-07 Met; 2026-02-07 Met late; 2026-03-10 Stopped",
	facts={"forum": "Operational Leadership Check-in"},
	not_for=PANEL,
)
case(
	"Panel agenda circulated a week before",
	"P3.1",
	"2026-03-18",
	"2026-03-20 Meeting date | 2026-03-02; 2026-03-16 Agenda circulated",
	"2026-03-13 Met late",
	facts=PANEL,
	not_for=MOBILISATION,
)
case(
	"Panel agenda circulated a week before",
	"P3.1",
	"2026-03-14",
	"2026-03-20 Meeting date | 2026-03-02",
	"2026-03-13 Overdue",
	facts=PANEL,
)
case(
	"Panel agenda circulated a week before",
	"P3.1",
	"2026-03-14",
	"2026-03-20 Meeting date | 2026-03-02; 2026-03-10 Meeting cancelled",
	"2026-03-13 Stopped",
	facts=PANEL,
)
case(
	"Fortnightly form on Friday",
	"P6.1",
	"2026-02-14",
	"2026-01-12 Schedule begun; 2026-01-16 Fortnightly form confirmed; 2026-02-02 Fortnightly form confirmed",
	"2026-01-16 Met; 2026-01-30 Met late; 2026-02-13 Overdue",
	facts=MOBILISATION,
	not_for=PANEL,
)
case(
	"Prioritised child discussed every fortnight",
	"P2.1",
	"2026-02-24",
	"2026-02-02 Prioritised; 2026-02-09 Mobilisation Meeting: discussed",
	"2026-02-16 Met; 2026-02-23 Overdue",
)
case(
	"Prioritised child discussed every fortnight",
	"P2.1",
	"2026-02-24",
	"2026-02-02 Prioritised; 2026-02-09 No longer prioritised; 2026-02-23 Prioritised",
	"2026-02-16 Stopped; 2026-03-09 Not due",
)
case(
	"New child categorised at the next monthly meeting",
	"P1.1",
	"2026-03-03",
	"2026-02-02 Full care order made",
	"2026-03-02 Overdue",
	facts={"on_full_care_order": 1, "potential": "Not yet categorised"},
	not_for={"on_full_care_order": 1, "potential": "No potential"},
)
case(
	"Child without potential now looked at every month",
	"P1.1",
	"2026-03-27",
	"2026-02-02 Potential categorised; 2026-02-27 Identification Meeting: discussed",
	"2026-03-02 Met; 2026-03-27 Due soon",
	facts={"on_full_care_order": 1, "potential": "No potential"},
	not_for={"on_full_care_order": 1, "potential": "Potential now"},
)
case(
	"Child without potential now looked at every month",
	"P1.1",
	"2026-05-05",
	"2026-02-02 Potential categorised; 2026-02-20 Prioritised; 2026-05-01 No longer prioritised",
	"2026-03-02 Stopped; 2026-06-01 Not due",
	facts={"on_full_care_order": 1, "potential": "Potential in the future"},
)

# permanency planning meetings

case(
	"Initial planning meeting within 4 weeks",
	"T1.1",
	"2026-04-01",
	"2026-03-02 Entered care; 2026-03-27 Initial permanency planning meeting held",
	"2026-03-30 Met",
)
case(
	"Initial planning meeting within 4 weeks",
	"T1.1",
	"2026-03-17",
	"2026-02-16 Proceedings issued; 2026-03-02 Entered care",
	"2026-03-16 Overdue",
)
case(
	"Initial planning meeting within 4 weeks",
	"T1.1",
	"2026-07-01",
	"2026-03-02 Entered care; 2026-03-20 Left care; 2026-06-08 Entered care",
	"2026-03-30 Stopped; 2026-07-06 Due soon",
)
case(
	"Planning meeting every month",
	"T1.2",
	"2026-03-11",
	"2026-01-12 Initial permanency planning meeting held; 2026-02-10 Permanency planning meeting held",
	"2026-02-12 Met; 2026-03-10 Overdue",
)
case(
	"Planning meeting every month",
	"T1.2",
	"2026-06-01",
	"2026-01-12 Initial permanency planning meeting held; 2026-02-10 Permanency planning meeting held;"
	"2026-03-05 Full care order made; 2026-05-05 Permanency planning meeting held",
	"2026-02-12 Met; 2026-03-10 Stopped",
)
case(
	"Final planning meeting 2 weeks before the hearing or the evidence",
	"T1.3",
	"2026-05-20",
	"2026-06-15 Final hearing | 2026-01-12; 2026-05-29 Final evidence due | 2026-01-12;"
	"2026-05-14 Final permanency planning meeting held",
	"2026-05-15 Met",
)
case(
	"Final planning meeting 2 weeks before the hearing or the evidence",
	"T1.3",
	"2026-05-20",
	"2026-06-01 Final hearing | 2026-01-12; 2026-06-29 Final hearing | 2026-05-11",
	"2026-06-15 Not due",
)
case(
	"Planning meeting every 2 months on a care order",
	"T1.4",
	"2026-05-10",
	"2026-01-31 Full care order made; 2026-03-24 Permanency planning meeting held;"
	"2026-05-01 Matched with long-term carers",
	"2026-03-31 Met; 2026-05-24 Stopped",
)
case(
	"Planning meeting every 2 months on a care order",
	"T1.4",
	"2026-06-10",
	"2026-01-31 Full care order made; 2026-02-10 Placement order made; 2026-06-01 Adoption decision reversed",
	"2026-03-31 Stopped; 2026-08-01 Not due",
)
case(
	"Planning meeting every 4 weeks on a placement order",
	"T1.5",
	"2026-03-25",
	"2026-02-02 Placement order made; 2026-03-02 Permanency planning meeting held;"
	"2026-03-20 Adoption decision reversed",
	"2026-03-02 Met; 2026-03-30 Stopped",
)
case(
	"Planning meeting every 4 weeks on a placement order",
	"T1.5",
	"2026-07-30",
	"2026-02-02 Placement order made; 2026-02-20 Placed for adoption; 2026-07-01 Adoption placement ended",
	"2026-03-02 Stopped; 2026-07-29 Overdue",
)
case(
	"Update circulated 3 working days before the meeting",
	"T3.1",
	"2026-04-03",
	"2026-04-09 Permanency planning meeting planned | 2026-03-20; 2026-04-02 Planning template circulated",
	"2026-04-02 Met",
)
case(
	"Update circulated 3 working days before the meeting",
	"T3.1",
	"2026-04-10",
	"2026-04-09 Permanency planning meeting planned | 2026-03-20; 2026-04-02 Planning template circulated;"
	"2026-04-09 Permanency planning meeting held; 2026-05-08 Permanency planning meeting planned | 2026-04-09",
	"2026-04-02 Met; 2026-05-05 Not due",
)
case(
	"Minutes on the child's file within 2 working days",
	"T3.1",
	"2026-04-10",
	"2026-04-02 Permanency planning meeting held; 2026-04-09 Planning minutes on file",
	"2026-04-08 Met late",
)
case(
	"Minutes on the child's file within 2 working days",
	"T3.1",
	"2026-06-16",
	"2026-03-02 Initial permanency planning meeting held; 2026-03-04 Planning minutes on file;"
	"2026-06-12 Final permanency planning meeting held",
	"2026-03-04 Met; 2026-06-16 Due soon",
)
case(
	"Adoption medical within 4 weeks of the report",
	"T4.1",
	"2026-04-01",
	"2026-03-02 Child permanence report completed; 2026-03-30 Adoption medical requested",
	"2026-03-30 Met",
)
case(
	"Referral to the tracking panel within 2 weeks",
	"T4.1",
	"2026-03-17",
	"2026-03-02 Initial permanency planning meeting held",
	"2026-03-16 Overdue",
)

case(
	"Adoption service told of an unborn baby",
	"T5.2",
	"2026-03-10",
	"2026-03-02 Identified as needing permanence; 2026-03-09 Proceedings issued",
	"2026-03-16 Due soon",
	facts={"unborn": True},
	not_for={"unborn": False},
)
case(
	"Adoption service told of a young child",
	"T5.2",
	"2026-03-20",
	"2026-03-02 Entered care; 2026-03-19 Adoption service told",
	"2026-03-16 Met late",
	facts={"unborn": False, "age": 2},
	not_for={"unborn": False, "age": 5},
)

# permanence panel standards

PART_1, PART_2 = {"forum": "Permanence Panel Part 1"}, {"forum": "Permanence Panel Part 2"}
TRANSITION = {"service": "Permanence and Transition"}
case(
	"Permanence panel every week",
	"D1.1",
	"2026-03-14",
	"2026-03-02 Schedule begun; 2026-03-02 Sitting held; 2026-03-09 Sitting held",
	"2026-03-02 Met; 2026-03-09 Met; 2026-03-16 Due soon",
	facts=PART_1,
	not_for=PANEL,
)
case(
	"Panel papers 2 days before",
	"D3.1",
	"2026-03-13",
	"2026-03-12 Permanence panel planned | 2026-03-01; 2026-03-11 Panel papers sent;"
	"2026-03-12 Presented to permanence panel; 2026-04-16 Permanence panel planned | 2026-03-12",
	"2026-03-10 Met late; 2026-04-14 Not due",
	facts={"service": "Children and Families"},
	not_for=TRANSITION,
)
case(
	"Panel papers 7 days before in the transition service",
	"D3.1",
	"2026-03-06",
	"2026-03-12 Permanence panel planned | 2026-03-01",
	"2026-03-05 Overdue",
	facts=TRANSITION,
	not_for={"service": "Children and Families"},
)
case(
	"Panel papers 7 days before in the transition service",
	"D3.1",
	"2026-03-06",
	"2026-03-12 Permanence panel planned | 2026-02-20; 2026-02-23 Panel slot cancelled",
	"2026-03-05 Stopped",
	facts=TRANSITION,
)
case(
	"Panel decisions authorised within 48 hours",
	"D4.3",
	"2026-03-15",
	"2026-03-12 Presented to permanence panel",
	"2026-03-14 Overdue",
)
case(
	"Panel decisions authorised within 48 hours",
	"D4.3",
	"2026-03-15",
	"2026-03-12 Presented to permanence panel; 2026-03-14 Panel decisions authorised",
	"2026-03-14 Met",
)
case(
	"Oversight report every quarter",
	"D6.1",
	"2026-05-05",
	"2026-01-31 Schedule begun; 2026-05-04 Quarterly oversight report completed",
	"2026-04-30 Met late; 2026-07-31 Not due",
	facts=PART_2,
	not_for=PART_1,
)
case(
	"Permanence plan by the second review",
	"D5.4",
	"2026-04-29",
	"2026-01-05 Entered care; 2026-01-30 Review held; 2026-04-28 Review held",
	"2026-04-28 Overdue",
)
case(
	"Permanence plan by the second review",
	"D5.4",
	"2026-04-29",
	"2026-01-05 Entered care; 2026-01-30 Review held; 2026-04-20 Permanence plan agreed; 2026-04-28 Review held",
	"2026-04-28 Met",
)
case(
	"First planning meeting within 20 working days or by the first review",
	"D8.1",
	"2026-03-31",
	"2026-03-02 Decision to enter care; 2026-03-04 Entered care",
	"2026-03-30 Overdue",
)
case(
	"First planning meeting within 20 working days or by the first review",
	"D8.1",
	"2026-03-26",
	"2026-03-02 Decision to enter care; 2026-03-04 Entered care; 2026-03-25 Review planned | 2026-03-05;"
	"2026-03-24 Permanency planning meeting held",
	"2026-03-25 Met",
)
case(
	"Planning meeting every 6 weeks until the plan is achieved",
	"D8.1",
	"2026-06-10",
	"2026-03-24 Permanency planning meeting held; 2026-05-05 Permanency planning meeting held;"
	"2026-06-01 Permanence achieved",
	"2026-05-05 Met; 2026-06-16 Stopped",
)
case(
	"Planning meeting before pre-proceedings",
	"D8.2",
	"2026-03-12",
	"2026-03-12 Panel on pre-proceedings planned | 2026-03-02",
	"2026-03-11 Overdue",
)
case(
	"Planning meeting before pre-proceedings",
	"D8.2",
	"2026-03-12",
	"2026-03-12 Panel on pre-proceedings planned | 2026-03-02; 2026-03-11 Permanency planning meeting held",
	"2026-03-11 Met",
)
case(
	"Planning meeting 6 weeks before the final care plan",
	"D8.2",
	"2026-05-05",
	"2026-01-05 Permanency planning meeting held; 2026-01-12 Proceedings issued;"
	"2026-06-15 Final care plan due | 2026-02-02",
	"2026-05-04 Overdue",
)
case(
	"Planning meeting 6 weeks before the final care plan",
	"D8.2",
	"2026-05-05",
	"2026-01-12 Proceedings issued; 2026-04-30 Permanency planning meeting held;"
	"2026-06-15 Final care plan due | 2026-02-02",
	"2026-05-04 Met",
)
case(
	"Management tracking every 4 weeks",
	"D8.3",
	"2026-05-22",
	"2026-03-02 Entered care; 2026-03-25 Plan tracked in supervision; 2026-04-23 Presented to permanence panel",
	"2026-03-30 Met; 2026-04-22 Met late; 2026-05-21 Overdue",
)
case(
	"Reunification considered within 6 weeks of the first review",
	"D8.2",
	"2026-05-09",
	"2026-03-27 Review held; 2026-06-26 Review held",
	"2026-05-08 Overdue",
)
case(
	"Reunification considered within 6 weeks of the first review",
	"D8.2",
	"2026-05-09",
	"2026-03-20 Reunification considered; 2026-03-27 Review held",
	"2026-05-08 Met",
)
case(
	"Review 3 months after the placement order",
	"D8.2",
	"2026-05-01",
	"2026-01-31 Placement order made; 2026-02-20 Review held",
	"2026-04-30 Overdue",
)
case(
	"Review 6 months after the placement order",
	"D8.2",
	"2026-07-01",
	"2026-01-31 Placement order made; 2026-04-29 Adoption review held after 3 months",
	"2026-07-31 Not due",
)
case(
	"Review 6 months after the placement order",
	"D8.2",
	"2026-08-01",
	"2026-01-31 Placement order made; 2026-06-01 Placed for adoption",
	"2026-07-31 Stopped",
)
case(
	"Planning meeting before the review of a doubtful adoption",
	"D8.2",
	"2026-07-28",
	"2026-04-28 Review of doubtful adoption planned | 2026-04-01; 2026-04-20 Permanency planning meeting held;"
	"2026-04-28 Adoption review held after 3 months; 2026-07-28 Review of doubtful adoption planned | 2026-07-01",
	"2026-04-27 Met; 2026-07-27 Overdue",
)
case(
	"Leaving care entitlement before the final review",
	"D8.2",
	"2026-05-20",
	"2026-05-20 Final review planned | 2026-05-01; 2026-05-19 Leaving care entitlement confirmed",
	"2026-05-19 Met",
)
case(
	"Emergency accommodation at the next weekly panel",
	"D2.3",
	"2026-03-14",
	"2026-03-06 Emergency placement made; 2026-03-12 Presented to permanence panel",
	"2026-03-13 Met",
)

# permanence planning guidance

case(
	"First planning meeting within 10 working days",
	"S1.1 S1.2",
	"2026-03-17",
	"2026-03-02 Entered care",
	"2026-03-16 Overdue",
)
case(
	"First planning meeting within 10 working days",
	"S1.1",
	"2026-03-20",
	"2026-02-02 Identified as needing permanence; 2026-02-16 Permanency planning meeting held; 2026-03-02 Entered care",
	"2026-02-16 Met",
)
case(
	"First planning meeting for a settled child",
	"S1.1",
	"2026-03-20",
	"2019-05-07 Entered care; 2026-03-02 Settled without permanence; 2026-03-17 Permanency planning meeting held",
	"2026-03-16 Met late",
)
case(
	"Planning meeting every six weeks",
	"S1.2 S1.6",
	"2026-09-11",
	"2026-03-16 Permanency planning meeting held; 2026-04-27 Permanency planning meeting held;"
	"2026-05-20 Permanence achieved; 2026-09-01 Permanence plan changed; 2026-09-10 Permanency planning meeting held",
	"2026-04-27 Met; 2026-06-08 Stopped; 2026-10-22 Not due",
)
case(
	"Planning meeting before each review",
	"S1.2 S1.6",
	"2026-06-30",
	"2026-03-30 Review planned | 2026-03-02; 2026-03-16 Permanency planning meeting held; 2026-03-30 Review held;"
	"2026-06-30 Review planned | 2026-03-30",
	"2026-03-29 Met; 2026-06-29 Overdue",
	not_for={"permanence_achieved": True},
)
case(
	"First review within 20 working days",
	"S1.3",
	"2026-04-01",
	"2026-03-02 Entered care; 2026-03-30 Review held",
	"2026-03-30 Met",
)
case(
	"Second review 3 months after the first",
	"S1.3",
	"2026-07-02",
	"2026-03-30 Review held; 2026-07-01 Review held",
	"2026-06-30 Met late",
)
case(
	"Later reviews every 6 months",
	"S1.3 S1.6",
	"2027-01-05",
	"2026-03-30 Review held; 2026-06-30 Review held; 2026-09-01 Permanence achieved; 2026-12-21 Review held",
	"2026-12-30 Met; 2027-06-21 Not due",
)
case(
	"Care plan updated within 5 working days of a meeting",
	"S1.4",
	"2026-03-24",
	"2026-03-16 Permanency planning meeting held; 2026-03-23 Care plan updated",
	"2026-03-23 Met",
)
case(
	"Reviewing officer told within 5 working days of a meeting",
	"S1.4",
	"2026-05-06",
	"2026-03-16 Permanency planning meeting held; 2026-04-27 Permanency planning meeting held",
	"2026-05-05 Overdue",
)
case(
	"Planning meeting after a change of plan",
	"S1.5 S1.6",
	"2026-04-18",
	"2026-03-02 Permanence achieved; 2026-04-01 Permanence plan changed",
	"2026-04-17 Overdue",
)
case(
	"Reviewing officer told of a change of plan",
	"S1.5",
	"2026-04-11",
	"2026-04-01 Permanence plan changed; 2026-04-10 Reviewing officer notified",
	"2026-04-10 Met",
)

# decision-making forums

MARP, PCT = {"forum": "Multi-Agency Resource Panel"}, {"forum": "Court Tracking"}
TRACKING = {"forum": "Permanency Tracking"}
PLACEMENT_1, PLACEMENT_2, PLACEMENT_3 = ({"forum": f"Placement Forum Part {n}"} for n in (1, 2, 3))
case(
	"Notes of a forum within 3 days",
	"F2.1",
	"2026-03-10",
	"2026-03-05 Meeting date | 2026-02-20; 2026-03-09 Notes issued",
	"2026-03-08 Met late",
	facts=TRACKING,
	not_for=PLACEMENT_3,
)
case(
	"Notes of placement forums 2 and 3 within 3 working days",
	"F2.1",
	"2026-04-09",
	"2026-04-01 Meeting date | 2026-03-02; 2026-04-08 Notes issued",
	"2026-04-08 Met",
	facts=PLACEMENT_2,
	not_for=PLACEMENT_1,
)
case(
	"Practice brought to managers the next day",
	"F2.1",
	"2026-03-07",
	"2026-03-05 Practice noted by a forum",
	"2026-03-06 Overdue",
)
case(
	"Resource panel every fortnight",
	"F1.1",
	"2026-03-18",
	"2026-03-03 Schedule begun; 2026-03-03 Sitting held",
	"2026-03-03 Met; 2026-03-17 Overdue",
	facts=MARP,
	not_for=PCT,
)
case(
	"Resource request on the Tuesday 7 working days before",
	"F1.1",
	"2026-03-18",
	"2026-03-31 Resource panel planned | 2026-03-01; 2026-03-17 Resource request submitted",
	"2026-03-17 Met",
)
case(
	"Resource request on the Tuesday 7 working days before",
	"F1.1",
	"2026-04-01",
	"2026-04-14 Resource panel planned | 2026-03-01",
	"2026-03-31 Overdue",
)
case(
	"Court tracking every fortnight",
	"F1.2",
	"2026-03-21",
	"2026-03-06 Schedule begun; 2026-03-06 Sitting held",
	"2026-03-06 Met; 2026-04-03 Not due",
	facts=PCT,
	not_for=MARP,
)
case(
	"Permanency tracking every fortnight",
	"F1.3",
	"2026-03-17",
	"2026-03-05 Schedule begun; 2026-03-05 Sitting held",
	"2026-03-05 Met; 2026-03-19 Due soon",
	facts=TRACKING,
	not_for=MARP,
)
case(
	"Permanency tracking within 2 weeks of the second review",
	"F1.3",
	"2026-05-13",
	"2026-01-30 Review held; 2026-04-28 Review held; 2026-07-28 Review held",
	"2026-05-12 Overdue",
)
case(
	"Permanency tracking within 2 weeks of the second review",
	"F1.3",
	"2026-05-13",
	"2026-01-30 Review held; 2026-04-28 Review held; 2026-05-07 Permanency Tracking: discussed",
	"2026-05-12 Met",
)
case(
	"Back at permanency tracking on the agreed date",
	"F1.3",
	"2026-07-03",
	"2026-05-07 Permanency Tracking: discussed; 2026-07-02 Return to permanency tracking due | 2026-05-07",
	"2026-07-02 Overdue",
)
case(
	"Back at permanency tracking on the agreed date",
	"F1.3",
	"2026-08-01",
	"2026-05-07 Permanency Tracking: discussed; 2026-07-02 Return to permanency tracking due | 2026-05-07;"
	"2026-06-25 Permanency Tracking: discussed",
	"2026-07-02 Met",
)
case(
	"Back at permanency tracking on the agreed date",
	"F1.3",
	"2026-08-01",
	"2026-09-03 Return to permanency tracking due | 2026-06-25; 2026-07-15 Permanence achieved",
	"2026-09-03 Stopped",
)
case(
	"Placement forum 1 every week",
	"F1.4",
	"2026-03-14",
	"2026-03-06 Schedule begun; 2026-03-06 Sitting held",
	"2026-03-06 Met; 2026-03-13 Overdue",
	facts=PLACEMENT_1,
	not_for=PLACEMENT_2,
)
case(
	"Homeless young person within 10 days",
	"F1.4",
	"2026-03-14",
	"2026-03-02 Presented as homeless; 2026-03-13 Placement Forum Part 1: discussed",
	"2026-03-12 Met late",
	facts={"age": 17},
	not_for={"age": 15},
)
case(
	"Emergency placement at the next weekly forum",
	"F1.4",
	"2026-03-11",
	"2026-03-03 Emergency placement made; 2026-03-06 Placement Forum Part 1: discussed",
	"2026-03-10 Met",
)
case(
	"Placement forum 2 every week",
	"F1.5",
	"2026-03-12",
	"2026-03-04 Schedule begun; 2026-03-04 Sitting held",
	"2026-03-04 Met; 2026-03-11 Overdue",
	facts=PLACEMENT_2,
	not_for=PLACEMENT_1,
)
case(
	"Unmet needs in the yearly strategy",
	"F1.5",
	"2027-03-01",
	"2026-04-01 Schedule begun",
	"2027-04-01 Due soon",
	facts=PLACEMENT_2,
	not_for=PLACEMENT_3,
)
case(
	"Placement forum 3 every week",
	"F1.6",
	"2026-03-12",
	"2026-03-06 Schedule begun; 2026-03-06 Sitting held",
	"2026-03-06 Met; 2026-03-13 Due soon",
	facts=PLACEMENT_3,
	not_for=PLACEMENT_1,
)
case(
	"Tracked placement before the forum every week",
	"F1.6",
	"2026-03-14",
	"2026-03-02 Tracked placement begun; 2026-03-06 Placement Forum Part 3: discussed;"
	"2026-03-12 Tracked placement ended",
	"2026-03-09 Met; 2026-03-13 Stopped",
)
case(
	"Update of a tracked placement every week",
	"F1.6",
	"2026-03-12",
	"2026-03-02 Tracked placement begun; 2026-03-04 Weekly placement update sent",
	"2026-03-06 Met; 2026-03-13 Due soon",
)

# reason clock

case(
	"Reason every 6 months without an agreed plan",
	"Y11",
	"2027-09-20",
	"2026-03-02 Entered care; 2026-09-04 Reason for delay written; 2027-02-26 Reason for delay written",
	"2026-09-02 Met late; 2027-03-02 Met; 2027-09-02 Overdue",
	not_for={"plan_agreed": True},
)


# Statutory Core

case(
	"Law: first review within 20 working days",
	"Y1",
	"2026-04-01",
	"2026-03-02 Entered care; 2026-03-31 Review held",
	"2026-03-30 Met late",
)
case(
	"Law: second review within 3 months of the first",
	"Y1",
	"2026-07-02",
	"2026-03-30 Review held; 2026-06-30 Review held",
	"2026-06-30 Met",
)
case(
	"Law: later reviews within 6 months",
	"Y1",
	"2027-01-05",
	"2026-03-30 Review held; 2026-06-30 Review held; 2026-12-21 Review held",
	"2026-12-30 Met; 2027-06-21 Not due",
)
case(
	"Law: carer agrees to foster long-term",
	"Y1",
	"2027-01-30",
	# before 1 December 2026 nothing was asked for; 4 January 2027 is a Monday
	"2026-11-02 Matched with long-term carers; 2027-01-04 Matched with long-term carers; "
	"2027-01-18 Long-term carer agreed",
	"2027-01-18 Met",
)
case(
	"Law: long-term fostering confirmed to the carer",
	"Y1",
	"2027-01-30",
	# before 1 December 2026 nothing was asked for; 4 January 2027 is a Monday
	"2026-11-02 Matched with long-term carers; 2027-01-04 Matched with long-term carers; "
	"2027-01-18 Long-term fostering confirmed to the carer",
	"2027-01-18 Met",
)
case(
	"Law: long-term fostering confirmed to the child",
	"Y1",
	"2027-01-30",
	# before 1 December 2026 nothing was asked for; 4 January 2027 is a Monday
	"2026-11-02 Matched with long-term carers; 2027-01-04 Matched with long-term carers; "
	"2027-01-18 Long-term fostering confirmed to the child",
	"2027-01-18 Met",
)
case(
	"Law: long-term fostering confirmed to the parents",
	"Y1",
	"2027-01-30",
	# before 1 December 2026 nothing was asked for; 4 January 2027 is a Monday
	"2026-11-02 Matched with long-term carers; 2027-01-04 Matched with long-term carers; "
	"2027-01-18 Long-term fostering confirmed to the parents",
	"2027-01-18 Met",
)
case(
	"Law: connected person approved within 16 weeks",
	"Y1",
	"2026-07-01",
	"2026-03-02 Connected person approved temporarily",
	"2026-06-22 Overdue",
)
case(
	"Law: connected person approved within 8 weeks of the extension",
	"Y1",
	"2026-08-01",
	"2026-06-22 Connected person's temporary approval extended",
	"2026-08-17 Due soon",
)
case(
	"Law: case management hearing by day 18",
	"Y1",
	"2027-02-01",
	# day 1 is Monday 4 January, day 18 Wednesday 27 January
	"2027-01-04 Proceedings issued; 2027-01-27 Case management hearing held",
	"2027-01-27 Met",
)
case(
	"Law: alternative carers named by day 18",
	"Y1",
	"2027-02-01",
	"2027-01-04 Proceedings issued; 2027-01-28 Alternative carers named",
	"2027-01-27 Met late",
)
case(
	"Law: issues resolution hearing about week 20",
	"Y1",
	"2027-05-01",
	"2027-01-04 Proceedings issued",
	"2027-05-24 Due soon",
)
case(
	"Law: proceedings end within 26 weeks",
	"Y1",
	"2027-07-06",
	# 26 weeks that begin with Monday 4 January end with Sunday 4 July
	"2027-01-04 Proceedings issued; 2027-07-05 Proceedings ended",
	"2027-07-04 Met late",
)
case(
	"Law: discharge of a care order at home considered within 6 months",
	"Y1 Y6",
	"2027-03-01",
	"2026-03-02 Placement with parents approved; 2026-09-01 Discharge of care order considered",
	"2026-09-02 Met; 2027-03-01 Due soon",
	facts={"on_full_care_order": True, "placed_with_parents": True},
	not_for={"on_full_care_order": True, "placed_with_parents": False},
)

case(
	"Law: family group meeting offered with the letter before proceedings",
	"Y1",
	"2026-03-05",
	"2026-03-04 Letter before proceedings sent; 2026-03-02 Family group meeting offered",
	"2026-03-04 Met",
)


# After Permanence

case(
	"Contact 3 months after permanence",
	"Y10",
	"2026-06-10",
	"2026-03-02 Permanence achieved; 2026-05-20 Contact after permanence",
	"2026-06-02 Met",
	facts={"looked_after": False},
	not_for={"looked_after": True},
)
case(
	"Support plan within 20 working days of permanence",
	"Y10",
	"2026-04-10",
	"2026-03-02 Permanence achieved; 2026-02-02 Support plan agreed",
	"2026-03-30 Met",
	facts={"looked_after": False},
	not_for={"looked_after": True},
)
case(
	"Support plan reviewed every 12 months",
	"Y10",
	"2027-02-15",
	"2026-02-02 Support plan agreed; 2027-02-01 Support plan reviewed",
	"2027-02-02 Met; 2028-02-01 Not due",
)
case(
	"Return to care told to the panel within 10 working days",
	"Y10",
	"2026-03-20",
	"2026-03-02 Entered care",
	"2026-03-16 Overdue",
	facts={"permanence_before": True},
	not_for={"permanence_before": False},
)
case(
	"Contact 6 months after permanence",
	"Y10",
	"2026-10-01",
	"2026-03-02 Permanence achieved; 2026-05-20 Contact after permanence",
	"2026-09-02 Overdue",
	facts={"looked_after": False},
	not_for={"looked_after": True},
)
case(
	"Contact 12 months after permanence",
	"Y10",
	"2027-02-20",
	"2026-03-02 Permanence achieved; 2026-05-20 Contact after permanence",
	"2027-03-02 Due soon",
	facts={"looked_after": False},
	not_for={"looked_after": True},
)
case(
	"Contact 24 months after permanence",
	"Y10",
	"2027-03-10",
	"2026-03-02 Permanence achieved; 2026-05-20 Contact after permanence",
	"2028-03-02 Not due",
	facts={"looked_after": False},
	not_for={"looked_after": True},
)


# Letters to Children

case(
	"Letter to the child within 10 working days of a decision",
	"Y12",
	"2026-03-17",
	"2026-03-02 Request decided; 2026-03-09 Letter given to the child",
	"2026-03-16 Met",
)

"""What decides who sees each case record, as data. No queries and no Frappe here; `rules` turns it into SQL."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scope:
	"""How users come to see a DocType's rows.

	about: link columns to the records a row is about. The user must see every one that is filled.
	place: the locality column that counts when a row is about nobody.
	through: link columns that count when a row is about nobody and has no locality.
	workers: link columns to Worker; that worker's user sees the row, unless it is about a child restricted to
		others.
	users: link columns to User; that user sees the row if it is about nobody.
	"""

	about: dict[str, str] = field(default_factory=dict)
	place: str | None = None
	through: dict[str, str] = field(default_factory=dict)
	workers: tuple[str, ...] = ()
	users: tuple[str, ...] = ()


CHILD = {"child": "Child"}

SCOPES: dict[str, Scope] = {
	"Care Episode": Scope(about=CHILD),
	"Care Event": Scope(about=CHILD),
	"Permanence Plan": Scope(about=CHILD),
	"Meeting Discussion": Scope(about=CHILD),
	"Panel Decision": Scope(about=CHILD),
	"Booking": Scope(about=CHILD),
	"Case Note": Scope(about=CHILD),
	"Action": Scope(
		about={"child": "Child", "plan": "Permanence Plan"},
		place="locality",
		through={"set_in": "Meeting"},
		workers=("action_owner",),
		users=("owner",),
	),
	"Escalation": Scope(
		about={"child": "Child", "plan": "Permanence Plan", "action": "Action"},
		place="locality",
		through={"meeting": "Meeting"},
		workers=("to_worker",),
		users=("owner",),
	),
	"Delay Reason": Scope(about=CHILD),
	"Connected Person": Scope(about=CHILD),
	"Family Group Meeting": Scope(about=CHILD),
	"Letter to Child": Scope(about=CHILD),
	"Effectiveness Review": Scope(place="locality", workers=("reviewer", "next_reviewer")),
	"Quarterly Oversight Report": Scope(place="locality"),
	"Import Run": Scope(place="locality", users=("run_by",)),
	"Locality Access": Scope(place="locality", users=("user",)),
	"Due Dates Digest": Scope(users=("user",)),
	"Service Event": Scope(place="locality"),
	"Fortnightly Return": Scope(place="locality"),
	"Return Line": Scope(about={"child": "Child", "plan": "Permanence Plan"}),
	"Tracked Placement": Scope(about=CHILD),
	"Unmet Need": Scope(about=CHILD, place="locality", through={"meeting": "Meeting"}, users=("owner",)),
	"Flag": Scope(about={"child": "Child", "plan": "Permanence Plan", "meeting": "Meeting"}),
	"Timescale": Scope(about={"child": "Child", "meeting": "Meeting"}, place="locality"),
	"Record Hold": Scope(about=CHILD),
	"Disclosure Request": Scope(about=CHILD),
	"Data Complaint": Scope(about=CHILD),
	"Erasure": Scope(about=CHILD, place="locality"),
}

# These have a rule of their own in `rules`.
OWN_RULE = ("Child", "Sibling Group", "Meeting", "Import Finding", "Handover", "Audit Entry")

CASE_DOCTYPES: tuple[str, ...] = (*OWN_RULE, *SCOPES)

# Tables inside case records. Frappe lets anybody who may read any one parent read all rows of them.
CASE_TABLES: dict[str, str] = {
	"Child Worker": "Child",
	"Child Identifier": "Child",
	"Child Allowed Person": "Child",
	"Potential Decision": "Child",
	"Plan Barrier": "Permanence Plan",
	"Prediction Change": "Permanence Plan",
	"RAG Override": "Permanence Plan",
	"Meeting Agenda Item": "Meeting",
	"Meeting Attendee": "Meeting",
	"Discussion Answer": "Meeting Discussion",
	"Action Review": "Action",
	"Effectiveness Score": "Effectiveness Review",
	"Effectiveness Frequency": "Effectiveness Review",
	"Oversight Theme": "Quarterly Oversight Report",
	"Tracked Placement Update": "Tracked Placement",
	"Decision Document": "Panel Decision",
	"Decision Carried On": "Panel Decision",
	"Readiness Answer": "Panel Decision",
	"Booking Paper": "Booking",
	"Carer Assessment": "Connected Person",
	"Connected Person Ask": "Connected Person",
	"Family Group Offer": "Family Group Meeting",
	"Disclosure Question": "Disclosure Request",
	"Disclosure Search": "Disclosure Request",
	"Disclosure Redaction": "Disclosure Request",
	"Erasure Count": "Erasure",
}

# The first role reads every case record. The others may grant access anywhere, but see no case record by it.
SEES_ALL_ROLE = "PPOC Auditor"
GRANTS_ANYWHERE_ROLES = frozenset({"PPOC Administrator", "System Manager"})

"""The fields that columns of an extract can be mapped to, for each kind of record."""

from __future__ import annotations

from ppoc.imports.births import UNBORN_FIELDS
from ppoc.imports.mapping import TargetField

CHILDREN = "Children"
CARE_EVENTS = "Care events"
WORKERS = "Workers"

CHILD_ID = TargetField(
	"child_id",
	"Child's ID",
	"identifier",
	(
		"id",
		"child id",
		"case id",
		"person id",
		"client id",
		"mosaic id",
		"lcs id",
		"cms id",
		"child unique id",
		"la child id",
		"case number",
		"person number",
		"child",
	),
	required=True,
	longest=100,
)

JOBS: dict[str, tuple[str, ...]] = {
	"Team Coordinator": ("tc", "coordinator"),
	"Practice Supervisor": ("ps",),
	"Team Manager": ("tm", "manager"),
	"Social Worker": ("sw", "senior social worker", "newly qualified social worker"),
	"Supervising Social Worker": ("ssw",),
	"Head of Service": ("hos",),
	"Assistant Director": ("ad",),
	"Independent Reviewing Officer": ("iro", "reviewing officer"),
	"Legal Adviser": ("legal", "solicitor"),
	"Permanence Manager": (),
	"Business Support": ("bs", "business services"),
	"Performance Officer": (),
	"Placements Officer": (),
	"Other": (),
}

FIELDS: dict[str, tuple[TargetField, ...]] = {
	CHILDREN: (
		CHILD_ID,
		TargetField("upn", "UPN", "identifier", ("unique pupil number",), longest=13),
		TargetField(
			"nhs_number", "NHS number", "identifier", ("nhs", "nhs no", "nhs id"), lenient=True, longest=14
		),
		TargetField("full_name", "Name", synonyms=("full name", "child name", "childs name")),
		TargetField("first_name", "First name", synonyms=("forename", "forenames", "given name"), longest=69),
		TargetField("last_name", "Last name", synonyms=("surname", "family name"), longest=69),
		TargetField("date_of_birth", "Date of birth", "date", ("dob", "birth date", "date of birth")),
		*UNBORN_FIELDS,
		TargetField(
			"sex",
			"Sex",
			"choice",
			("gender",),
			lenient=True,
			choices={"Male": ("m", "1", "boy"), "Female": ("f", "2", "girl"), "Unknown": ("u", "9", "0")},
		),
		TargetField("ethnicity", "Ethnicity", synonyms=("ethnic", "ethnicity", "ethnic code")),
		TargetField("team", "Team", "link", ("team name", "allocated team", "current team")),
		TargetField(
			"social_worker",
			"Social worker",
			"link",
			("sw", "allocated worker", "allocated social worker", "key worker", "worker"),
			lenient=True,
		),
		TargetField(
			"supervising_social_worker",
			"Supervising social worker",
			"link",
			("ssw", "fostering social worker"),
			lenient=True,
		),
		TargetField(
			"reviewing_officer",
			"Independent reviewing officer",
			"link",
			("iro", "reviewing officer"),
			lenient=True,
		),
	),
	CARE_EVENTS: (
		CHILD_ID,
		TargetField(
			"event_type", "Event type", "link", ("event", "type", "activity", "type of event"), required=True
		),
		TargetField(
			"event_date",
			"Event date",
			"date",
			("date", "date of event", "start date", "activity date", "meeting date"),
			required=True,
		),
		TargetField("details", "Details", synonyms=("notes", "comments", "description", "outcome")),
		TargetField(
			"source_key",
			"Event's ID",
			"identifier",
			("event id", "activity id", "record id", "form id", "meeting id"),
			longest=100,
		),
	),
	WORKERS: (
		TargetField(
			"worker_id",
			"Worker's ID",
			"identifier",
			("id", "worker id", "staff id", "employee id", "sw id", "user id", "personnel number"),
			required=True,
		),
		TargetField(
			"worker_name",
			"Name",
			synonyms=("worker name", "full name", "worker", "staff name"),
			required=True,
		),
		TargetField(
			"job", "Job", "choice", ("job title", "role", "position", "post"), lenient=True, choices=JOBS
		),
		TargetField("team", "Team", "link", ("team name", "current team"), lenient=True),
		TargetField("email", "Email", synonyms=("e mail", "email address", "work email")),
		TargetField("active", "Active", "check", ("current", "in post", "live"), lenient=True),
	),
}

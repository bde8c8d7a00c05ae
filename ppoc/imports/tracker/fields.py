"""The fields that columns of a tracker can be mapped to, and the names that people use for them.

Source: the tracker as the PPOC process describes it: an All Data tab with every child on a full care order
and its potential for permanence, and an SGO and an RU tab with predicted starts (“peach cells”) and actions.
Columns differ between localities, so names are matched loosely, and users can change every choice.
"""

from __future__ import annotations

from ppoc.imports.births import UNBORN_FIELDS
from ppoc.imports.mapping import TargetField, normalise

ALL_DATA = "All Data"
SGO = "SGO"
RU = "RU"
TABS: dict[str, frozenset[str]] = {
	ALL_DATA: frozenset({"all data", "alldata", "all children", "all", "all cases", "data"}),
	SGO: frozenset(
		{"sgo", "sgos", "sgo list", "sgo tab", "special guardianship", "special guardianship order"}
	),
	RU: frozenset(
		{"ru", "rus", "ru list", "ru tab", "reunification", "reunifications", "reunification list"}
	),
}

POTENTIAL: dict[str, tuple[str, ...]] = {
	"Potential now": (
		"yes",
		"y",
		"yes now",
		"now",
		"has potential",
		"potential",
		"yes potential",
		"current potential",
	),
	"Potential in the future": (
		"future",
		"in the future",
		"yes future",
		"future potential",
		"longer term",
		"later",
	),
	"Uncertain": ("maybe", "unsure", "not sure", "unknown", "possible", "possibly", "tbc", "to be confirmed"),
	"No potential": ("no", "n", "none", "not suitable", "no permanence"),
	"Not yet categorised": ("not categorised", "not yet reviewed", "new", "to be reviewed"),
}

IDENTITY: tuple[TargetField, ...] = (
	TargetField(
		"child_id",
		"Child's ID",
		"identifier",
		(
			"id",
			"case id",
			"mosaic id",
			"mosaic number",
			"person id",
			"client id",
			"case number",
			"cms id",
			"lac id",
			"system id",
			"unique id",
			"reference",
			"id number",
		),
	),
	TargetField(
		"full_name",
		"Child's name",
		synonyms=("name", "full name", "childs name", "child", "name of child", "young person", "child name"),
	),
	TargetField(
		"first_name",
		"First name",
		synonyms=("forename", "forenames", "given name", "christian name"),
		longest=69,
	),
	TargetField("last_name", "Last name", synonyms=("surname", "family name"), longest=69),
	TargetField(
		"date_of_birth",
		"Date of birth",
		"date",
		("dob", "d o b", "birth date", "born", "birthday"),
		lenient=True,
	),
)

CHILD_FIELDS: tuple[TargetField, ...] = (
	*IDENTITY,
	TargetField("upn", "UPN", "identifier", ("unique pupil number",), lenient=True, longest=13),
	*UNBORN_FIELDS,
	TargetField(
		"team", "Team", "link", ("cic team", "team name", "current team", "allocated team", "locality team")
	),
	TargetField(
		"social_worker",
		"Social worker",
		"link",
		("worker", "allocated worker", "allocated social worker", "key worker", "case worker"),
		lenient=True,
	),
	TargetField(
		"legal_status",
		"Legal status",
		synonyms=("status", "order", "legal order", "care order", "current legal status"),
		lenient=True,
	),
	TargetField(
		"potential",
		"Potential for permanence",
		"choice",
		(
			"potential",
			"potential category",
			"permanence potential",
			"potential for permanence outside of care",
			"potential for permanence outside care",
			"category",
			"categorisation",
			"potential y n",
			"permanence category",
		),
		lenient=True,
		choices=POTENTIAL,
	),
	TargetField(
		"potential_rationale",
		"Rationale",
		synonyms=(
			"rationale for category",
			"reason",
			"reasons",
			"reasoning",
			"comments",
			"rationale for decision",
			"rationale for no potential",  # untranslated: a heading of the tracker
			"rational",
			"notes",
		),
		lenient=True,
		longest=0,
	),
	TargetField(
		"potential_decided_on",
		"Decided on",
		"date",
		(
			"date categorised",
			"date reviewed",
			"date of review",
			"last reviewed",
			"date of decision",
			"review date",
		),
		lenient=True,
	),
	TargetField(
		"potential_review_on",
		"Review by",
		"date",
		("next review", "review by", "revisit", "next review date", "look again"),
		lenient=True,
	),
	TargetField(
		"for_panel",
		"Take to panel",
		"check",
		("panel", "permanence panel", "for panel", "to panel", "panel y n", "for permanence panel"),
		lenient=True,
	),
)

PLAN_FIELDS: tuple[TargetField, ...] = (
	*IDENTITY,
	TargetField(
		"predicted_start",
		"Predicted start",
		"date",
		(
			"predicted start date",
			"predicted assessment start",
			"predicted assessment start date",
			"peach cell",
			"expected start",
			"expected start date",
			"planned start",
			"predicted assessment date",
		),
		keeps_words=True,
	),
	TargetField(
		"predicted_finish",
		"Predicted finish",
		"date",
		(
			"predicted finish date",
			"predicted end",
			"predicted end date",
			"expected finish",
			"expected end date",
			"predicted completion",
			"predicted assessment finish",
			"predicted assessment end date",
			"planned finish",
		),
		keeps_words=True,
	),
	TargetField(
		"actual_start",
		"Actual start",
		"date",
		(
			"actual start date",
			"assessment started",
			"start date",
			"assessment start",
			"assessment start date",
			"date started",
			"started",
		),
		keeps_words=True,
	),
	TargetField(
		"actual_finish",
		"Actual finish",
		"date",
		(
			"actual finish date",
			"actual end",
			"actual end date",
			"assessment finished",
			"finish date",
			"end date",
			"assessment end date",
			"assessment finish date",
			"date finished",
			"finished",
			"completed",
		),
		keeps_words=True,
	),
	TargetField(
		"progress",
		"Progress",
		synonyms=(
			"update",
			"updates",
			"current position",
			"progress update",
			"latest update",
			"position",
			"status update",
			"comments",
			"notes",
		),
		lenient=True,
		longest=0,
	),
	TargetField(
		"barriers",
		"Barriers",
		synonyms=("barrier", "blockers", "blocker", "issues", "obstacles"),
		lenient=True,
		longest=0,
	),
	TargetField(
		"action",
		"Actions",
		synonyms=(
			"action",
			"next action",
			"next actions",
			"next steps",
			"next step",
			"action required",
			"actions agreed",
			"agreed actions",
			"proposed actions",
			"actions and owners",
		),
		lenient=True,
		longest=0,
	),
	TargetField(
		"action_owner",
		"Action owner",
		synonyms=(
			"owner",
			"action owner s",
			"who",
			"by whom",
			"responsible",
			"lead",
			"owner of action",
			"assigned to",
		),
		lenient=True,
		longest=0,
	),
	TargetField(
		"action_due",
		"Action due",
		"date",
		(
			"due",
			"due date",
			"by when",
			"deadline",
			"action date",
			"action due date",
			"deadline of next action",
			"target date",
			"action deadline",
			"deadline for next action",
		),
		keeps_words=True,
	),
	TargetField(
		"for_panel",
		"Take to panel",
		"check",
		("panel", "permanence panel", "for panel", "to panel", "panel y n", "for permanence panel"),
		lenient=True,
	),
)

FIELDS_OF_TAB: dict[str, tuple[TargetField, ...]] = {
	ALL_DATA: CHILD_FIELDS,
	SGO: PLAN_FIELDS,
	RU: PLAN_FIELDS,
}


def tab_of(sheet_name: str) -> str | None:
	"""Returns which of the three tabs a sheet is, or None.

	Args:
		sheet_name: the name on the tab. “SGO - North”, “1. All Data” and “RU (live)” are recognised too.
	"""
	plain = normalise(sheet_name)
	words = set(plain.split())
	for tab, names in TABS.items():
		if plain in names:
			return tab
	if {"all", "data"} <= words:
		return ALL_DATA
	for tab, marks in ((SGO, {"sgo", "sgos", "guardianship"}), (RU, {"ru", "reunification"})):
		if words & marks:
			return tab
	return None


def known_headers(tab: str) -> list[str]:
	"""Returns every column name to expect on a tab."""
	return [name for target in FIELDS_OF_TAB[tab] for name in target.names()]

"""The codes of the SSDA903 return that records of children and of their episodes hold.

Records hold the code, people read its words. A text that is no code stays as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from ppoc.messages import Message


@dataclass(frozen=True)
class Code:
	"""One code of a set.

	Attributes:
		meaning: what it means.
		first: the first day on which it is in use, None if before any return that we read.
		last: the last day on which it is in use, None if it still is. An episode that goes on is given another code.
		first_start: the first day on which an episode may begin with it.
		last_start: the last day on which an episode may begin with it; one that had begun kept it.
	"""

	meaning: Message
	first: date | None = None
	last: date | None = None
	first_start: date | None = None
	last_start: date | None = None

	def in_use(self, starts: date | None, ends: date | None) -> bool:
		"""Returns whether an episode may have the code.

		Args:
			starts: the first day of the episode, if known.
			ends: its last day, or the last day of the return in which it is open, if known.
		"""
		return not (
			(ends and self.first and ends < self.first)
			or (ends and self.last and ends > self.last)
			or (starts and self.last and starts > self.last)
			or (starts and self.first_start and starts < self.first_start)
			or (starts and self.last_start and starts > self.last_start)
		)


CodeSet = dict[str, Code]


def plain(**meanings: Message) -> CodeSet:
	"""Returns a set of codes that are in use at all times."""
	return {code: Code(meaning) for code, meaning in meanings.items()}


LEGAL_STATUS: CodeSet = {
	"C1": Code(Message("Interim care order")),
	"C2": Code(Message("Full care order")),
	"D1": Code(Message("Freeing order"), last_start=date(2005, 12, 31)),
	"E1": Code(Message("Placement order"), first_start=date(2005, 12, 1)),
	"V2": Code(Message("Accommodated under section 20")),
	"V3": Code(Message("Short breaks, each one recorded")),
	"V4": Code(Message("Short breaks, the agreement recorded")),
	"J1": Code(Message("On remand")),
	"J2": Code(Message("Held under the Police and Criminal Evidence Act")),
	"J3": Code(Message("Youth rehabilitation order with a residence requirement")),
	"L1": Code(Message("Police protection")),
	"L2": Code(Message("Emergency protection order")),
	"L3": Code(Message("Child assessment order")),
}

ADOPTION_ACT_2002 = date(2005, 12, 30)
"""From this day the Adoption and Children Act 2002 applied in full."""

NEW_FOSTERING_CODES = date(2015, 4, 1)
"""From this day U1 to U6 take the place of Q1 and Q2, and children who are missing have a table of their own."""

NEW_HOME_CODES = date(2009, 4, 1)
"""From about this day the codes do not say any more whether a place is inside the authority. The guides of that time
could not be read, so that the day is not sure; an episode with another code than expected is only warned about."""


def _before(day: date, **meanings: Message) -> CodeSet:
	"""Returns codes with which no episode begins on this day or later."""
	return {code: Code(meaning, last_start=day - timedelta(days=1)) for code, meaning in meanings.items()}


WITH_PARENTS = "P1"
SHORT_BREAKS = frozenset({"V3", "V4"})
FULL_CARE_ORDER = "C2"
PLACEMENT: CodeSet = {
	**_before(
		ADOPTION_ACT_2002,
		A1=Message("Placed for adoption with the current foster carer (until 2005)"),
		A2=Message("Placed for adoption, not with the current foster carer (until 2005)"),
	),
	"A3": Code(Message("Placed for adoption with consent, with the current foster carer")),
	"A4": Code(Message("Placed for adoption with consent, not with the current foster carer")),
	"A5": Code(Message("Placed for adoption under a placement order, with the current foster carer")),
	"A6": Code(Message("Placed for adoption under a placement order, not with the current foster carer")),
	**_before(
		NEW_HOME_CODES,
		F1=Message("Fostered by a relative or friend inside the authority"),
		F2=Message("Fostered by another carer of the authority, inside the authority"),
		F3=Message("Fostered by a carer of an agency, inside the authority"),
		F4=Message("Fostered by a relative or friend outside the authority"),
		F5=Message("Fostered by another carer of the authority, outside the authority"),
		F6=Message("Fostered by a carer of an agency, outside the authority"),
		H1=Message("Secure unit inside the authority"),
		H2=Message("Secure unit outside the authority"),
		H3=Message("Children's home inside the authority"),
		H4=Message("Children's home outside the authority"),
		H5A=Message("Semi-independent living (H5a)"),
	),
	"H5": Code(Message("Semi-independent living"), last=date(2024, 3, 31)),
	"K1": Code(Message("Secure children's home")),
	"K2": Code(Message("Children's home")),
	"K3": Code(Message("Supported accommodation"), first=date(2024, 4, 1)),
	**_before(
		NEW_FOSTERING_CODES,
		M1=Message("Missing, in refuge"),
		M2=Message("Missing, whereabouts known"),
		M3=Message("Missing, whereabouts unknown"),
	),
	WITH_PARENTS: Code(Message("With own parents")),
	"P2": Code(Message("Independent living"), last=date(2023, 10, 28)),
	"P3": Code(Message("Residential employment")),
	**_before(
		NEW_FOSTERING_CODES,
		Q1=Message("Fostered by a relative or friend (until 2015)"),
		Q2=Message("Fostered by another carer (until 2015)"),
	),
	"R1": Code(Message("Residential care home")),
	"R2": Code(Message("NHS or other health establishment")),
	"R3": Code(Message("Family centre or mother and baby unit")),
	"R5": Code(Message("Young offender institution")),
	"S1": Code(Message("Residential school")),
	"T0": Code(Message("Temporary move, all kinds")),
	"T1": Code(Message("Temporary, in hospital")),
	"T2": Code(Message("Temporary, on holiday")),
	"T3": Code(Message("Temporary, while the carer is on holiday")),
	"T4": Code(Message("Temporary, up to seven days")),
	"U1": Code(Message("Fostered by a relative or friend, long-term"), first_start=NEW_FOSTERING_CODES),
	"U2": Code(
		Message("Fostered by a relative or friend who is an approved adopter"),
		first_start=NEW_FOSTERING_CODES,
	),
	"U3": Code(Message("Fostered by a relative or friend, not long-term"), first_start=NEW_FOSTERING_CODES),
	"U4": Code(Message("Fostered by another carer, long-term"), first_start=NEW_FOSTERING_CODES),
	"U5": Code(
		Message("Fostered by another carer who is an approved adopter"), first_start=NEW_FOSTERING_CODES
	),
	"U6": Code(Message("Fostered by another carer, not long-term"), first_start=NEW_FOSTERING_CODES),
	"Z1": Code(Message("Another placement"), last_start=date(2025, 3, 31)),
	**{
		f"Z1{n}": Code(
			Message("Another placement (code {0}; its words are not known)", f"Z1{n}"), first=date(2025, 4, 1)
		)
		for n in range(1, 5)
	},
}
"""The DfE's guide for 2025-26, which says what Z11 to Z14 mean, could not be had."""

ETHNICITY = plain(
	WBRI=Message("White British"),
	WIRI=Message("White Irish"),
	WOTH=Message("Any other White background"),
	WIRT=Message("Traveller of Irish heritage"),
	WROM=Message("Gypsy or Roma"),
	MWBC=Message("White and Black Caribbean"),
	MWBA=Message("White and Black African"),
	MWAS=Message("White and Asian"),
	MOTH=Message("Any other Mixed background"),
	AIND=Message("Indian"),
	APKN=Message("Pakistani"),
	ABAN=Message("Bangladeshi"),
	AOTH=Message("Any other Asian background"),
	BCRB=Message("Black Caribbean"),
	BAFR=Message("Black African"),
	BOTH=Message("Any other Black background"),
	CHNE=Message("Chinese"),
	OOTH=Message("Any other ethnic group"),
	REFU=Message("Refused to say"),
	NOBT=Message("Not obtained"),
)

REASON_NEW_EPISODE = plain(
	S=Message("Starts to be looked after"),
	L=Message("Legal status changes, nothing else"),
	P=Message("Placement and carer change"),
	T=Message("Placement changes, the carer stays"),
	B=Message("Legal status, placement and carer change"),
	U=Message("Legal status and placement change, the carer stays"),
)

REASON_EPISODE_CEASED: CodeSet = {
	"X1": Code(Message("The next episode begins the same day")),
	"E11": Code(Message("Adopted, application unopposed")),
	"E12": Code(Message("Adopted, consent dispensed with")),
	"E2": Code(Message("Died")),
	"E3": Code(Message("Care taken over by another local authority")),
	"E4A": Code(Message("Returned home, as planned")),
	"E4B": Code(Message("Returned home, not as planned")),
	"E13": Code(Message("Left to live with someone without parental responsibility")),
	"E41": Code(Message("Child arrangements order (earlier: residence order)")),
	"E43": Code(Message("Special guardianship order to a former foster carer"), last=date(2018, 3, 31)),
	"E44": Code(Message("Special guardianship order to another carer"), last=date(2018, 3, 31)),
	"E45": Code(
		Message("Special guardianship order to a former foster carer who is kin"), first=date(2018, 4, 1)
	),
	"E46": Code(
		Message("Special guardianship order to a former foster carer who is not kin"), first=date(2018, 4, 1)
	),
	"E47": Code(Message("Special guardianship order to another carer who is kin"), first=date(2018, 4, 1)),
	"E48": Code(
		Message("Special guardianship order to another carer who is not kin"), first=date(2018, 4, 1)
	),
	"E5": Code(Message("Moved to independent living with support")),
	"E6": Code(Message("Moved to independent living without support")),
	"E7": Code(Message("Moved to adult residential care")),
	"E8": Code(Message("Left care for another reason")),
	"E9": Code(Message("Sentenced to custody")),
	"E14": Code(Message("Remand ended")),
	"E15": Code(Message("Found to be 18 or over")),
	"E16": Code(Message("Moved abroad")),
	"E17": Code(Message("Turned 18 and stayed with the carers")),
}

NEED = plain(
	N1=Message("Abuse or neglect"),
	N2=Message("The child's disability"),
	N3=Message("A parent's illness or disability"),
	N4=Message("Family in acute stress"),
	N5=Message("Family dysfunction"),
	N6=Message("Socially unacceptable behaviour"),
	N7=Message("Low income"),
	N8=Message("Absent parenting"),
)

PROVIDER = plain(
	PR0=Message("The parents"),
	PR1=Message("This local authority"),
	PR2=Message("Another local authority"),
	PR3=Message("Another public body"),
	PR4=Message("A private provider"),
	PR5=Message("A voluntary provider"),
)

CODED: dict[str, CodeSet] = {"legal_status": LEGAL_STATUS, "placement": PLACEMENT, "ethnicity": ETHNICITY}
"""The fields of a child that hold a code, each with its set."""

SHOWN: dict[str, CodeSet] = {
	**CODED,
	"reason_new_episode": REASON_NEW_EPISODE,
	"reason_ended": REASON_EPISODE_CEASED,
	"category_of_need": NEED,
	"placement_provider": PROVIDER,
}
"""The fields of children and of their episodes that hold a code, each with its set."""

OTHER_WORDS: dict[str, dict[str, str]] = {
	"legal_status": {
		"ico": "C1",
		"care order": "C2",
		"fco": "C2",
		"section 20": "V2",
		"s20": "V2",
		"s 20": "V2",
		"accommodated": "V2",
		"accommodated section 20": "V2",
	},
	"placement": {},
	"ethnicity": {},
}
"""What trackers write instead of a code's words."""


def meaning(codes: CodeSet, code: str | None) -> str:
	"""Returns the meaning of a code; the code itself if the set lacks it, or "" if it is blank."""
	if not code:
		return ""
	return str(codes[code].meaning) if code in codes else code


def code_of(field: str, text: str | None) -> str:
	"""Returns what a record holds for a text: its code, or the text itself if it is neither a code nor a code's words.

	Args:
		field: one of `CODED`.
		text: a code or words, as a person, a tracker or an extract writes them; "C2 - Full care order" too.
	"""
	said = " ".join((text or "").split())
	codes = CODED[field]
	for word in (said, said.partition(" ")[0].rstrip(":-–"), said.rpartition("(")[2].rstrip(")")):
		if word.upper() in codes and _bare(said.replace(word, "", 1)) in (
			"",
			_bare(codes[word.upper()].meaning),
		):
			return word.upper()
	return _by_words(field).get(_bare(said), said) if _bare(said) else said


@cache
def _by_words(field: str) -> dict[str, str]:
	return {_bare(code.meaning): key for key, code in CODED[field].items()} | OTHER_WORDS[field]


def _bare(text: str) -> str:
	"""Returns the words of a text without capitals and punctuation."""
	return re.sub(r"[\W_]+", " ", text).strip().casefold()


def codes_in(field: str, value: Any) -> Any:
	"""Returns the value of a condition on one of the fields with codes in place of words; others as they are.

	Args:
		field: a field's name, of `CODED` or not.
		value: what the condition compares with: a text, texts with commas between them, or a list of texts.
	"""
	if field not in CODED:
		return value
	if isinstance(value, list | tuple):
		return [codes_in(field, one) for one in value]
	if not isinstance(value, str):
		return value
	code = code_of(field, value)
	if code in CODED[field] or "," not in value:
		return code
	return ",".join(code_of(field, part) for part in value.split(","))

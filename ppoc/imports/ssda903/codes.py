"""The code sets of the return, as tables: what each code means and on which days it is in use.

The codes are those of the returns for 2017 to 2027. A code is checked against the dates of its episode, never only
against the year of the return: an episode may last longer than its code is in use, and an open one may be given the
code that replaced it.
"""

from __future__ import annotations

import re
from datetime import date

from ppoc.children.legal_status import Code, CodeSet


def _plain(**meanings: str) -> CodeSet:
	return {code: Code(meaning) for code, meaning in meanings.items()}


SHORT_BREAKS = frozenset({"V3", "V4"})
FULL_CARE_ORDER, INTERIM_CARE_ORDER, PLACEMENT_ORDER = "C2", "C1", "E1"

REASON_NEW_EPISODE = _plain(
	S="Starts to be looked after",
	L="Legal status changes, nothing else",
	P="Placement and carer change",
	T="Placement changes, the carer stays",
	B="Legal status, placement and carer change",
	U="Legal status and placement change, the carer stays",
)
STARTS_CARE = "S"
MOVES = frozenset("PTBU")
SAME_CARER = frozenset("TU")

REASON_EPISODE_CEASED: CodeSet = {
	"X1": Code("The next episode begins the same day"),
	"E11": Code("Adopted, application unopposed"),
	"E12": Code("Adopted, consent dispensed with"),
	"E2": Code("Died"),
	"E3": Code("Care taken over by another local authority"),
	"E4A": Code("Returned home, as planned"),
	"E4B": Code("Returned home, not as planned"),
	"E13": Code("Left to live with someone without parental responsibility"),
	"E41": Code("Child arrangements order (earlier: residence order)"),
	"E43": Code("Special guardianship order to a former foster carer", last=date(2018, 3, 31)),
	"E44": Code("Special guardianship order to another carer", last=date(2018, 3, 31)),
	"E45": Code("Special guardianship order to a former foster carer who is kin", first=date(2018, 4, 1)),
	"E46": Code("Special guardianship order to a former foster carer who is not kin", first=date(2018, 4, 1)),
	"E47": Code("Special guardianship order to another carer who is kin", first=date(2018, 4, 1)),
	"E48": Code("Special guardianship order to another carer who is not kin", first=date(2018, 4, 1)),
	"E5": Code("Moved to independent living with support"),
	"E6": Code("Moved to independent living without support"),
	"E7": Code("Moved to adult residential care"),
	"E8": Code("Left care for another reason"),
	"E9": Code("Sentenced to custody"),
	"E14": Code("Remand ended"),
	"E15": Code("Found to be 18 or over"),
	"E16": Code("Moved abroad"),
	"E17": Code("Turned 18 and stayed with the carers"),
}
NEXT_EPISODE = "X1"
DIED = "E2"
ADOPTED = frozenset({"E11", "E12"})
SPECIAL_GUARDIANSHIP = frozenset({"E43", "E44", "E45", "E46", "E47", "E48"})
OUT_OF_CARE_ROUTES: dict[str, str] = {
	**dict.fromkeys(sorted(SPECIAL_GUARDIANSHIP), "SGO"),
	"E4A": "Reunification",
	"E4B": "Reunification",
	"E41": "Child Arrangements Order",
	"E11": "Adoption",
	"E12": "Adoption",
}
"""The route out of care that each end of care led to; other ends led to none."""

NEED = _plain(
	N1="Abuse or neglect",
	N2="The child's disability",
	N3="A parent's illness or disability",
	N4="Family in acute stress",
	N5="Family dysfunction",
	N6="Socially unacceptable behaviour",
	N7="Low income",
	N8="Absent parenting",
)

PLACEMENT: CodeSet = {
	"A3": Code("Placed for adoption with consent, with the current foster carer"),
	"A4": Code("Placed for adoption with consent, not with the current foster carer"),
	"A5": Code("Placed for adoption under a placement order, with the current foster carer"),
	"A6": Code("Placed for adoption under a placement order, not with the current foster carer"),
	"H5": Code("Semi-independent living", last=date(2025, 3, 31)),
	"K1": Code("Secure children's home"),
	"K2": Code("Children's home"),
	"K3": Code("Supported accommodation", first=date(2023, 10, 28)),
	"P1": Code("With own parents"),
	"P2": Code("Independent living", last=date(2023, 10, 28)),
	"P3": Code("Residential employment"),
	"R1": Code("Residential care home"),
	"R2": Code("NHS or other health establishment"),
	"R3": Code("Family centre or mother and baby unit"),
	"R5": Code("Young offender institution"),
	"S1": Code("Residential school"),
	"T0": Code("Temporary move, all kinds"),
	"T1": Code("Temporary, in hospital"),
	"T2": Code("Temporary, on holiday"),
	"T3": Code("Temporary, while the carer is on holiday"),
	"T4": Code("Temporary, up to seven days"),
	"U1": Code("Fostered by a relative or friend, long-term"),
	"U2": Code("Fostered by a relative or friend who is an approved adopter"),
	"U3": Code("Fostered by a relative or friend, not long-term"),
	"U4": Code("Fostered by another carer, long-term"),
	"U5": Code("Fostered by another carer who is an approved adopter"),
	"U6": Code("Fostered by another carer, not long-term"),
	"Z1": Code("Another placement", last=date(2025, 3, 31)),
	**{f"Z1{n}": Code(f"Another placement (kind {n})", first=date(2025, 4, 1)) for n in range(1, 5)},
}
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
FOSTERED = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
NO_PROVIDER = TEMPORARY | {"Z1", "Z11", "Z12", "Z13", "Z14"}
WITH_PARENTS, SEMI_INDEPENDENT, SUPPORTED = "P1", "H5", "K3"

PROVIDER = _plain(
	PR0="The parents",
	PR1="This local authority",
	PR2="Another local authority",
	PR3="Another public body",
	PR4="A private provider",
	PR5="A voluntary provider",
)

REASON_PLACE_CHANGE: CodeSet = {
	"CARPL": Code("Care plan moves on"),
	"CLOSE": Code("The home or service closed"),
	"ALLEG": Code("An allegation"),
	"STAND": Code("Concern about standards"),
	"APPRR": Code("The carer's approval ended"),
	"CREQB": Code("The carer asked, because of the child's behaviour"),
	"CREQO": Code("The carer asked, for another reason"),
	"CHILD": Code("The child asked"),
	"LAREQ": Code("The authority asked"),
	"PLACE": Code("The placement changed its status"),
	"CUSTOD": Code("Custody", first=date(2018, 4, 1)),
	"OTHER": Code("Another reason"),
}

REVIEW_CODE = _plain(
	PN0="Child under four",
	PN1="Attended and spoke",
	PN2="Attended, an advocate spoke",
	PN3="Attended and used symbols or signs",
	PN4="Attended and stayed silent",
	PN5="Did not attend, briefed an advocate",
	PN6="Did not attend, sent views",
	PN7="Did not attend, sent no views",
)
UNDER_FOUR = "PN0"

PREVIOUS_PERMANENCE = _plain(
	P1="Adoption",
	P2="Special guardianship order",
	P3="Residence or child arrangements order",
	P4="Permanence of an unknown kind",
	Z1="No previous permanence",
)
PERMANENCE_BROKEN_DOWN = frozenset({"P1", "P2", "P3"})
NO_PREVIOUS_PERMANENCE = "Z1"
LA_OF_PERMANENCE_WORDS = _plain(
	WAL="Wales", SCO="Scotland", NIR="Northern Ireland", NUK="Outside the United Kingdom"
)

ADOPTION_DECISION_REVERSED = _plain(
	RD1="The child's needs changed",
	RD2="The court made no placement order",
	RD3="No adopters could be found",
	RD4="Another reason",
)
"""Why a child is no longer to be placed for adoption. The table's dates are those of the authority's decisions, not
of a move to adopters, which appears as an episode with placement A3 to A6."""

ETHNICITY = _plain(
	WBRI="White British",
	WIRI="White Irish",
	WOTH="Any other White background",
	WIRT="Traveller of Irish heritage",
	WROM="Gypsy or Roma",
	MWBC="White and Black Caribbean",
	MWBA="White and Black African",
	MWAS="White and Asian",
	MOTH="Any other Mixed background",
	AIND="Indian",
	APKN="Pakistani",
	ABAN="Bangladeshi",
	AOTH="Any other Asian background",
	BCRB="Black Caribbean",
	BAFR="Black African",
	BOTH="Any other Black background",
	CHNE="Chinese",
	OOTH="Any other ethnic group",
	REFU="Refused to say",
	NOBT="Not obtained",
)


def ethnicity_of(written: str) -> str:
	"""Returns the meaning of an ethnicity that is written as a code or in words, or "" if the list does not have it."""
	plain = _plain_words(written)
	return next(
		(
			one.meaning
			for code, one in ETHNICITY.items()
			if plain and plain in (code.lower(), _plain_words(one.meaning))
		),
		"",
	)


def _plain_words(text: str) -> str:
	return re.sub(r"[\W_]+", " ", text).strip().lower()


SEX: dict[str, str] = {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}
"""Both sets of codes in use, mapped to the later one: 1 and 2 until 2023-24, M, F and U since."""
SEX_MEANING = _plain(M="Male", F="Female", U="Neither")

UPN = re.compile(r"[A-HJ-NP-RT-Z](\d{12}|\d{11}[A-HJ-NP-RT-Z])")
"""The pattern of a unique pupil number, which uses no letter I, O or S."""
UPN_REASONS = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})
"""Why a child has no unique pupil number."""

FIRST_START = date(1991, 10, 14)
PREVIOUS_PERMANENCE_SINCE = date(2016, 4, 1)
HOME_NEEDS_URN_SINCE = date(2023, 10, 28)


def meaning(codes: CodeSet, code: str | None) -> str:
	"""Returns the meaning of a code; the code itself if the set lacks it, or "" if it is blank."""
	if not code:
		return ""
	return codes[code].meaning if code in codes else code

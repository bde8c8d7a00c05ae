"""The code sets of the return, as tables: what each code means and on which days it is in use.

The codes of legal statuses, placements and ethnicity are in `ppoc.care_codes`, because records hold them too.
The codes are those of the returns for 2017 to 2027. A code is checked against the dates of its episode, never only
against the year of the return: an episode may last longer than its code is in use, and an open one may be given the
code that replaced it.
"""

from __future__ import annotations

import re
from datetime import date

from ppoc.care_codes import FULL_CARE_ORDER as FULL_CARE_ORDER
from ppoc.care_codes import SHORT_BREAKS as SHORT_BREAKS
from ppoc.care_codes import WITH_PARENTS as WITH_PARENTS
from ppoc.care_codes import Code, CodeSet, plain
from ppoc.messages import Message

INTERIM_CARE_ORDER, PLACEMENT_ORDER = "C1", "E1"

STARTS_CARE = "S"
MOVES = frozenset("PTBU")
SAME_CARER = frozenset("TU")

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

TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
FOSTERED = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
NO_PROVIDER = TEMPORARY | {"Z1", "Z11", "Z12", "Z13", "Z14"}
SEMI_INDEPENDENT, SUPPORTED = "H5", "K3"

REASON_PLACE_CHANGE: CodeSet = {
	"CARPL": Code(Message("Care plan moves on")),
	"CLOSE": Code(Message("The home or service closed")),
	"ALLEG": Code(Message("An allegation")),
	"STAND": Code(Message("Concern about standards")),
	"APPRR": Code(Message("The carer's approval ended")),
	"CREQB": Code(Message("The carer asked, because of the child's behaviour")),
	"CREQO": Code(Message("The carer asked, for another reason")),
	"CHILD": Code(Message("The child asked")),
	"LAREQ": Code(Message("The authority asked")),
	"PLACE": Code(Message("The placement changed its status")),
	"CUSTOD": Code(Message("Custody"), first=date(2018, 4, 1)),
	"OTHER": Code(Message("Another reason")),
}

REVIEW_CODE = plain(
	PN0=Message("Child under four"),
	PN1=Message("Attended and spoke"),
	PN2=Message("Attended, an advocate spoke"),
	PN3=Message("Attended and used symbols or signs"),
	PN4=Message("Attended and stayed silent"),
	PN5=Message("Did not attend, briefed an advocate"),
	PN6=Message("Did not attend, sent views"),
	PN7=Message("Did not attend, sent no views"),
)
UNDER_FOUR = "PN0"

PREVIOUS_PERMANENCE = plain(
	P1=Message("Adoption"),
	P2=Message("Special guardianship order"),
	P3=Message("Residence or child arrangements order"),
	P4=Message("Permanence of an unknown kind"),
	Z1=Message("No previous permanence"),
)
PERMANENCE_BROKEN_DOWN = frozenset({"P1", "P2", "P3"})
NO_PREVIOUS_PERMANENCE = "Z1"
LA_OF_PERMANENCE_WORDS = plain(
	WAL=Message("Wales"),
	SCO=Message("Scotland"),
	NIR=Message("Northern Ireland"),
	NUK=Message("Outside the United Kingdom"),
)

ADOPTION_DECISION_REVERSED = plain(
	RD1=Message("The child's needs changed"),
	RD2=Message("The court made no placement order"),
	RD3=Message("No adopters could be found"),
	RD4=Message("Another reason"),
)
"""Why a child is no longer to be placed for adoption. The table's dates are those of the authority's decisions, not
of a move to adopters, which appears as an episode with placement A3 to A6."""

ABSENCE = plain(M=Message("Missing"), A=Message("Away from the placement without authorisation"))
SOCIAL_WORKER_REASON = plain(
	MANAGE=Message("Managing caseloads"),
	FCONTA=Message("First contact or re-referral"),
	LEFTRL=Message("The one before left the role"),
	ORGRST=Message("Organisational restructure"),
	TSPROC=Message("Transfer by the standard process"),
	ABSENC=Message("Absence cover, or return from absence"),
	CHCHAN=Message("The child asked for a change"),
	PCCHAN=Message("A parent or carer asked for a change"),
	SWDIED=Message("The one before died"),
	OTHERS=Message("Another reason"),
)
"""Why a social worker was given the child: the reason stands on the episode that begins."""
ADOPTERS = plain(
	M1=Message("One man"),
	F1=Message("One woman"),
	MM=Message("Two men"),
	FF=Message("Two women"),
	MF=Message("A man and a woman"),
)
NOT_WITH_LIBERTY_ORDER = frozenset({"K1", "K3", WITH_PARENTS, "R5"})
"""Placements that rule 710 does not allow during an order that deprives of liberty."""

SEX: dict[str, str] = {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}
"""Both sets of codes in use, mapped to the later one: 1 and 2 until 2023-24, M, F and U since."""
SEX_MEANING = plain(M=Message("Male"), F=Message("Female"), U=Message("Unknown"))

UPN = re.compile(r"[A-HJ-NP-RT-Z](\d{12}|\d{11}[A-HJ-NP-RT-Z])")
"""The pattern of a unique pupil number, which uses no letter I, O or S."""
UPN_REASONS = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})
"""Why a child has no unique pupil number."""

FIRST_START = date(1991, 10, 14)
PREVIOUS_PERMANENCE_SINCE = date(2016, 4, 1)
SOCIAL_WORKERS_SINCE = date(2023, 4, 1)
"""An episode of a social worker that began earlier needs no reason (SW13)."""
HOME_NEEDS_URN_SINCE = date(2023, 10, 28)
HOME_NEEDED_URN_UNTIL = date(2024, 3, 31)
"""Rule 230 was asked in the return for 2023-24 only."""

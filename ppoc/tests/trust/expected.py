"""What each person may see and do, as a table to be read. The tests try every door and compare.

A new DocType of case records must be added here, or the suite fails.
"""

from __future__ import annotations

ROLES = {
	"TC": "Team Coordinator",
	"PS": "Practice Supervisor",
	"TM": "Team Manager",
	"SW": "Social Worker",
	"SSW": "Supervising Social Worker",
	"HoS": "Head of Service",
	"AD": "Assistant Director",
	"IRO": "Independent Reviewing Officer",
	"LA": "Legal Adviser",
	"PM": "Permanence Manager",
	"BS": "Business Support",
	"PO": "Performance Officer",
	"PlO": "Placements Officer",
	"Aud": "PPOC Auditor",
}

RIGHTS = """
                            TC  PS  TM  SW  SSW HoS AD  IRO LA  PM  BS  PO  PlO Aud
Action                      rwc rwc rwc rw  rw  rwc rwc rw  r   rwc rwc r   r   r
Audit Entry                 -   -   -   -   -   -   -   -   -   -   -   -   -   r
Booking                     rwc rwc rwc rwc rwc rwc rw  r   r   rwc rwc r   rwc r
Care Episode                rwc r   r   r   r   r   r   r   r   r   r   rwc r   r
Care Event                  rwc rwc rwc rwc r   r   r   r   r   r   rwc rwc r   r
Case Note                   rwc rwc rwc r   r   r   r   r   r   rwc rwc r   r   r
Child                       rwc rwc rwc r   r   rw  r   r   r   rw  r   rwc r   r
Connected Person            rwc rwc rwc rwc rwc rwc r   r   r   rwc r   r   r   r
Data Complaint              -   -   rwc -   -   rwc rwc -   rwc -   rwc -   -   r
Delay Reason                rwc rwc rwc rwc r   rwc r   r   r   rwc r   r   r   r
Disclosure Request          -   -   rwc -   -   rwc rwc -   rwc -   rwc -   -   r
Due Dates Digest            r   r   r   r   r   r   r   r   r   r   r   r   r   r
Effectiveness Review        rwc rwc rwc -   -   rwc r   -   -   rwc -   rwc -   r
Erasure                     -   -   -   -   -   rwc rwc -   -   -   -   -   -   r
Escalation                  rwc rwc rwc r   r   rwc rw  r   r   rwc rwc r   r   r
Family Group Meeting        rwc rwc rwc rwc r   rwc r   r   rwc rwc rwc r   r   r
Flag                        rwc rwc rwc rwc rwc rwc rwc rwc rwc rwc rwc r   rwc r
Fortnightly Return          rwc rwc rwc -   -   r   r   -   -   rwc rwc r   -   r
Handover                    rwc rwc rwc r   r   rwc r   r   r   rwc r   r   r   r
Import Finding              r   -   r   -   -   r   -   -   -   -   r   r   -   r
Import Run                  r   -   r   -   -   r   -   -   -   -   r   r   -   r
Letter to Child             rwc rwc rwc rwc r   rwc r   r   r   rwc r   r   r   r
Locality Access             r   r   rwc -   -   rwc r   r   r   r   r   r   r   r
Meeting                     rwc rw  rwc r   r   rw  rw  r   r   rwc rwc r   r   r
Meeting Discussion          rwc rwc rwc r   r   rw  r   r   r   rwc rwc r   r   r
Panel Decision              rwc rwc rwc rwc rwc rwc rw  r   r   rwc rwc r   r   r
Permanence Plan             rwc rwc rwc r   r   rw  r   r   r   rw  r   r   r   r
Quarterly Oversight Report  r   r   r   -   -   rwc rwc r   -   rwc -   rwc -   r
Record Hold                 -   -   rwc -   -   rwc rwc r   rwc -   -   -   -   r
Return Line                 r   r   r   -   -   r   r   -   -   r   r   r   -   r
Service Event               rwc rwc rwc r   r   rwc rw  r   r   rwc rwc r   r   r
Sibling Group               rwc rwc rwc r   r   rw  r   r   r   r   r   r   r   r
Timescale                   r   r   r   r   r   r   r   r   r   r   r   r   r   r
Tracked Placement           rwc rwc rwc rwc r   rwc rwc r   r   rwc rwc r   rwc r
Unmet Need                  rwc rwc rwc rwc r   rwc rwc -   -   rwc rwc r   rwc r
"""
"""r: reads, w: writes, c: creates; nobody deletes. Which rows is said by SIGHT. PPOC Administrator and System Manager
maintain Locality Access and have no right to any other of these; guests have none."""

SIGHT = """
                      own locality  other locality  own child  restricted, named  restricted  left care  made by them
access to the place   sees          -               -          sees               -           sees       -
only their children   -             -               sees       -                  -           -          -
PPOC Auditor          sees          sees            sees       sees               sees        sees       sees
PPOC Administrator    -             -               -          -                  -           -          -
System Manager        -             -               -          -                  -           -          -
Guest                 -             -               -          -                  -           -          -
"""
"""Which child's records each kind of person sees. "Own child": in another locality, and they are its worker. "Made by
them": a child of another locality whose records they created. A restriction names one person of each kind."""


def rights() -> dict[str, dict[str, str]]:
	"""Returns DocType -> role -> rights, from RIGHTS."""
	head, *rows = RIGHTS.strip("\n").splitlines()
	columns = head.split()
	found = {}
	for row in rows:
		cells = row.split()
		name = " ".join(cells[: len(cells) - len(columns)])
		found[name] = {
			ROLES[at]: cell.strip("-") for at, cell in zip(columns, cells[-len(columns) :], strict=True)
		}
	return found


def sight() -> dict[str, dict[str, bool]]:
	"""Returns kind of person -> situation of the child -> whether they see it, from SIGHT."""
	head, *rows = SIGHT.strip("\n").splitlines()
	starts = [
		index for index in range(22, len(head)) if head[index] != " " and head[index - 2 : index] == "  "
	]
	ends = [*starts[1:], None]
	names = [head[start:end].strip() for start, end in zip(starts, ends, strict=True)]
	return {
		row[:22].strip(): {
			name: row[start:end].strip() == "sees"
			for name, start, end in zip(names, starts, ends, strict=True)
		}
		for row in rows
	}

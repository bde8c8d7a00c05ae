"""The kinds of fault that are counted."""

from __future__ import annotations

LOST, HALF_DONE = "rows lost", "things half done"
DOUBLED, EMAIL_LOST = "emails sent twice", "emails lost without a trace"
STUCK = "things that could not be done again"
AUDIT, JOBS = "faults of the audit trail", "jobs neither done nor failed"
KINDS = (LOST, HALF_DONE, DOUBLED, EMAIL_LOST, STUCK, AUDIT, JOBS)

Fault = tuple[str, str]
"""One of the kinds, and what it is about."""

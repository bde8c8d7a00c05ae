"""The statuses of a request, as the DocType lists them, and what they have in common. Plain Python."""

from __future__ import annotations

WAITING = ("Requested", "Listed")
"""Not decided yet."""
DECIDED = ("Decided", "Authorised")
"""Decided, whether the chair has authorised it or not."""

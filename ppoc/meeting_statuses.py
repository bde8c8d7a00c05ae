"""The statuses of a meeting, as the DocType lists them, and what they have in common. Plain Python."""

from __future__ import annotations

CLOSABLE = ("Planned", "Circulated")
"""The meeting can be held and closed."""
HELD = ("Held", "Notes issued")
"""The meeting took place and was closed."""
ASKED_FIRST = ("Planned", "Circulated", *HELD, "Cancelled")
"""Taking one of these sends emails or closes the meeting, so the form first shows what will happen."""
ENDED = (*HELD, "Cancelled")
"""Nothing more is typed into the meeting."""

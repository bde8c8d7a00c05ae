"""Legal statuses of looked-after children, by the codes of the SSDA903 return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Code:
	"""One code of a set.

	Attributes:
		meaning: the meaning of the code.
		first: first day on which it is in use, None if before any return that we read.
		last: last day on which it is in use, None if it still is.
	"""

	meaning: str
	first: date | None = None
	last: date | None = None

	def in_use(self, starts: date | None, ends: date | None) -> bool:
		"""Returns whether the code is in use on any day from `starts` to `ends` (None: still open)."""
		too_late = self.last is not None and starts is not None and starts > self.last
		too_early = self.first is not None and ends is not None and ends < self.first
		return not (too_late or too_early)


CodeSet = dict[str, Code]


LEGAL_STATUS: CodeSet = {
	"C1": Code("Interim care order"),
	"C2": Code("Full care order"),
	"D1": Code("Freeing order", last=date(2005, 12, 31)),
	"E1": Code("Placement order"),
	"V2": Code("Accommodated under section 20"),
	"V3": Code("Short breaks, each one recorded"),
	"V4": Code("Short breaks, the agreement recorded"),
	"J1": Code("On remand"),
	"J2": Code("Held under the Police and Criminal Evidence Act"),
	"J3": Code("Youth rehabilitation order with a residence requirement"),
	"L1": Code("Police protection"),
	"L2": Code("Emergency protection order"),
	"L3": Code("Child assessment order"),
}

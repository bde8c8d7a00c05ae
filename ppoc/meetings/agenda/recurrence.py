"""When a forum sits next: the rules are in `ppoc.timescales.recurrence`, because forums' due dates follow them too."""

from __future__ import annotations

from ppoc.timescales.recurrence import (
	LAST,
	WEEKS_OF_MONTH,
	Occurrence,
	OnClosedDay,
	Rhythm,
	RhythmUnit,
	first_day,
	rhythm_days,
	sittings,
	sittings_before,
)

__all__ = [
	"LAST",
	"WEEKS_OF_MONTH",
	"Occurrence",
	"OnClosedDay",
	"Rhythm",
	"RhythmUnit",
	"first_day",
	"rhythm_days",
	"sittings",
	"sittings_before",
]

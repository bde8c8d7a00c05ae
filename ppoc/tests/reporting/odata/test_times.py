"""The feed's clocks: from when which offset from UTC applies."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ppoc.reporting.odata.times import changes

pytestmark = pytest.mark.requirement("X2.3")
ZONES = ("Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kolkata", "UTC")


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_has_the_offset_that_the_zone_has(zone: str) -> None:
	known, place, moment = changes(ZoneInfo(zone), 2026), 0, datetime(2018, 1, 1)
	while moment < datetime(2030, 1, 1):
		while place + 1 < len(known) and known[place + 1][0] <= moment:
			place += 1
		sent = datetime.fromisoformat(moment.isoformat() + known[place][1])
		assert sent.utcoffset() == moment.replace(tzinfo=ZoneInfo(zone)).utcoffset(), moment
		moment += timedelta(minutes=30)


def test_clocks_in_london_change_at_one_and_at_two() -> None:
	found = dict(changes(ZoneInfo("Europe/London"), 2026))
	assert (found[datetime(2026, 3, 29, 2)], found[datetime(2026, 10, 25, 2)]) == ("+01:00", "+00:00")
	assert (min(found).year, max(found).year) == (1990, 2045)

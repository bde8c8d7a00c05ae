"""What the tests of bad input share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ppoc.tests.trust.inputs.wire import Tally, wire

__all__ = ["reported", "wire"]


@pytest.fixture
def reported(record_property: Callable[[str, Any], None]) -> Callable[[Tally], None]:
	"""`reported(tally)` counts for the table at the end of the run, and fails if an input did harm."""

	def report(tally: Tally) -> None:
		record_property("trust: bad inputs tried", tally.tried)
		record_property("trust: bad inputs refused with a message", tally.refused)
		record_property("trust: errors of the server by bad input", len(tally.errors))
		record_property("trust: half writes by bad input", len(tally.half_writes))
		wrong = [*tally.errors, *tally.half_writes, *tally.silent, *tally.slow]
		assert not wrong, f"{len(wrong)} of {tally.tried}:\n" + "\n".join(wrong)

	return report

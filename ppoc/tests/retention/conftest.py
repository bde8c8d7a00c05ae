"""A child with records of every kind, and what it leaves outside of the transaction taken away afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ppoc.tests.retention.retained import Retained, forget_index, make_retained


@pytest.fixture
def made(site: str) -> Iterator[Retained]:
	"""Makes the child and its records."""
	made = make_retained()
	yield made
	forget_index("Child", made.child)
	forget_index("Meeting", made.meeting)
	for path in made.paths:
		Path(path).unlink(missing_ok=True)

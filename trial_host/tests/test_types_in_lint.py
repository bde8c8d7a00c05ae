"""`./dev lint` checks types: faults that are planted are told with their place, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from trial_host import linting, settings
from trial_host.settings import ROOT

RECORD = '''
import frappe
from frappe.model.document import Document


class Visit(Document):
	"""A record with a field, as Frappe writes it."""

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		visited_on: DF.Date | None


def week_of(visit: Visit) -> str:
	return f"{visit.name}: {frappe.utils.getdate(visit.visited_on):%V}"
'''

FAULTS = """
from icalendar import Calendar

from ppoc.visit import Visit, week_of


def clashing() -> int:
	return week_of("V-1")


def misspelt(visit: Visit) -> str:
	return str(visit.visted_on)


def set_amiss(visit: Visit) -> None:
	visit.visted_on = None
	visit.visited_on = 4


def maybe(visit: Visit | None) -> str:
	return visit.name


def of_a_library() -> None:
	Calendar().to_ical("no such option")


def untyped(visit):
	return visit.name
"""

TOLD = [
	(8, "[return-value]"),
	(8, "[arg-type]"),
	(12, '"Visit" has no field "visted_on"'),
	(16, "[assignment]"),
	(17, "[assignment]"),
	(21, "[union-attr]"),
	(25, "[arg-type]"),
	(28, "[no-untyped-def]"),
]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	"""A small tree with the project's own settings of mypy."""
	ours = settings.load()
	monkeypatch.setenv(ours.trial_variable, str(tmp_path / "trial"))
	text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
	for own, here in (
		("$MYPY_CONFIG_FILE_DIR", str(ROOT)),
		('plugins = ["', f'plugins = ["{ROOT}/'),
		('files = ["dev", "ppoc", "demo", "lint", "trial_host", "benchmarks"]', 'files = ["ppoc"]'),
	):
		assert text.count(own) == 1, own
		text = text.replace(own, here)
	(tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
	(tmp_path / "ppoc").mkdir()
	(tmp_path / "ppoc" / "visit.py").write_text(RECORD, encoding="utf-8")
	(tmp_path / "ppoc" / "faults.py").write_text(FAULTS, encoding="utf-8")
	return tmp_path


@pytest.mark.usefixtures("registries")
@pytest.mark.slow(10)  # and the first time on a machine, as long as it takes to install what mypy reads
def test_planted_faults_are_told_with_their_place_and_nothing_else_is(tree: Path) -> None:
	told = list(linting.types(settings.load(), tree))
	assert len(told) == len(TOLD), told
	for line, words in TOLD:
		assert any(one.startswith(f"ppoc/faults.py:{line}: ") and words in one for one in told), (line, words)

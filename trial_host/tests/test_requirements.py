"""The table of requirements: marks are found without running tests, and a stale page or an unknown id shows."""

from pathlib import Path

import pytest

from trial_host import requirements
from trial_host.console import Stop

PAGE = """# Requirements

| id | requirement | shown by |
| --- | --- | --- |
| P1.1 | first | – |
| P1.2 | second | – |
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
	path = tmp_path / "requirements.md"
	path.write_text(PAGE)
	return path


@pytest.fixture
def tests(tmp_path: Path) -> Path:
	folder = tmp_path / "tests"
	folder.mkdir()
	return folder


@pytest.mark.parametrize(
	"source",
	[
		'@pytest.mark.requirement("P1.1")\ndef test_a(): ...',
		'@pytest.mark.requirement("P1.2", "P1.1")\ndef test_a(): ...',
		'pytestmark = pytest.mark.requirement("P1.1")\ndef test_a(): ...',
		'pytestmark = [pytest.mark.slow, pytest.mark.requirement("P1.1")]\ndef test_a(): ...',
		'@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.requirement("P1.1"))])\ndef test_a(x): ...',
	],
)
def test_a_mark_is_found_wherever_pytest_would(tests: Path, source: str):
	(tests / "test_x.py").write_text(source)
	assert requirements.marks_in(tests)["P1.1"] == ["test_x.py::test_a"]


def test_a_class_gives_its_mark_to_its_tests(tests: Path):
	(tests / "test_x.py").write_text(
		'@pytest.mark.requirement("P1.1")\nclass TestA:\n\tdef test_b(self): ...\n\tdef helper(self): ...\n'
	)
	assert requirements.marks_in(tests) == {"P1.1": ["test_x.py::TestA::test_b"]}


def test_the_column_is_written_and_then_up_to_date(page: Path, tests: Path):
	(tests / "test_x.py").write_text('@pytest.mark.requirement("P1.2")\ndef test_a(): ...\n')
	assert requirements.problems(page, tests) == [
		"requirements.md: the column of tests is out of date; ./dev requirements rewrites it"
	]
	assert requirements.rewrite(page, tests) == 1
	assert requirements.problems(page, tests) == []
	assert "| P1.2 | second | `test_x.py`: `test_a` |" in page.read_text()
	assert "| P1.1 | first | – |" in page.read_text()


def test_many_tests_of_a_file_are_counted(page: Path, tests: Path):
	source = "".join(f'@pytest.mark.requirement("P1.1")\ndef test_{n}(): ...\n' for n in range(9))
	(tests / "test_x.py").write_text(source)
	requirements.rewrite(page, tests)
	assert "| P1.1 | first | `test_x.py`: 9 tests |" in page.read_text()


def test_a_mark_that_names_no_row_is_a_problem(page: Path, tests: Path):
	(tests / "test_x.py").write_text('@pytest.mark.requirement("P9.9")\ndef test_a(): ...\n')
	assert requirements.problems(page, tests) == ["test_x.py::test_a: no requirement P9.9 in requirements.md"]


def test_an_id_that_is_not_written_out_is_refused(tests: Path):
	(tests / "test_x.py").write_text("@pytest.mark.requirement(NAME)\ndef test_a(): ...\n")
	with pytest.raises(Stop, match="plain string"):
		requirements.marks_in(tests)


def test_two_rows_of_one_name_are_refused(page: Path):
	page.write_text(PAGE + "| P1.1 | again | – |\n")
	with pytest.raises(Stop, match=r"P1\.1"):
		requirements.rows_of(page)

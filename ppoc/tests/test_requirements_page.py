"""The page of requirements: every row of the contract is there, once."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "requirements.md"


def test_the_page_has_113_different_rows():
	rows = re.findall(r"^\| ([A-Z]+\d[\w.]*) \|", PAGE.read_text(), re.MULTILINE)
	assert len(rows) == len(set(rows)) == 113

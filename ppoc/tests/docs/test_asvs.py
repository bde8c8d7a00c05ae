"""The list of the OWASP ASVS is whole, says “met” only where something shows it, and names only what is there."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "docs" / "asvs.csv"
STATES = {"authority", "met", "not applicable", "not met", "platform"}
WHOLE = "29debb6cfc11acf5deb2b2bb4e01bd836c5648dcc592aae17957e36b808cec05"
"""Of numbers and levels of ASVS 5.0.0, levels 1 and 2, in its order: made from the standard's own CSV file."""

with LIST.open(newline="", encoding="utf-8") as file:
	ITEMS = list(csv.DictReader(file))


def test_every_item_of_levels_1_and_2_is_there_once_and_in_order() -> None:
	listed = "\n".join(f"{item['id']} {item['level']}" for item in ITEMS)
	assert hashlib.sha256(listed.encode()).hexdigest() == WHOLE
	assert (sum(item["level"] == "1" for item in ITEMS), len(ITEMS)) == (70, 253)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_an_item_says_what_shows_it_or_why_not(item: dict[str, str]) -> None:
	assert item["about"]
	assert item["state"] in STATES
	if item["state"] == "met":
		assert item["shown_by"], "met, and nothing shows it"
	if item["state"] in ("authority", "not applicable", "not met"):
		assert item["remark"], "not met, and no word why"
	for named in item["shown_by"].split():
		path, _, test = named.partition("::")
		assert (ROOT / path).is_file(), f"{path} is gone"
		written = (ROOT / path).read_text(encoding="utf-8")
		assert not test or re.search(rf"^def {test}\(", written, re.MULTILINE), f"{named} is gone"


def test_no_sentence_of_the_standard_is_taken_over() -> None:
	"""Its licence asks that what is made of it is shared alike; numbers and short words of our own are free."""
	assert not [item["id"] for item in ITEMS if item["about"].lower().startswith("verify that")]


def test_the_page_is_fresh() -> None:
	command = [sys.executable, str(ROOT / "docs" / "asvs_table.py"), "--check"]
	assert subprocess.run(command, check=False).returncode == 0, "run python3 docs/asvs_table.py"

"""Client code calls methods in the way that the server allows. No site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2]
READING = re.compile(r'@frappe\.whitelist\(methods=\["GET"\]\)\s+(?:@.*\s+)*def (\w+)')
SOURCES = [path for path in APP.rglob("*.js") if "node_modules" not in path.parts]


def reading_methods() -> set[str]:
	found = set()
	for path in APP.rglob("api.py"):
		module = ".".join(("ppoc", *path.relative_to(APP).with_suffix("").parts))
		found |= {f"{module}.{name}" for name in READING.findall(path.read_text())}
	return found


def test_there_are_methods_that_only_read():
	assert "ppoc.timescales.packs.api.available" in reading_methods()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_form_asks_a_method_that_only_reads_by_a_call_that_writes(path: Path):
	"""`frappe.xcall` sends a POST in version 15, whatever its third argument is."""
	called = re.findall(r'frappe\.xcall\(\s*"([\w.]+)"', path.read_text())
	assert not set(called) & reading_methods()

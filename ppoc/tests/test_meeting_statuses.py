"""Groups of meeting statuses, in Python and in the browser, only contain statuses that the DocType has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ppoc
from ppoc.meeting_statuses import CLOSABLE, ENDED, HELD

APP = Path(ppoc.__file__).parent
WRITTEN_OUT = re.compile(r"""["']Held["'],\s*["']Notes issued["']""")


def test_every_status_is_one_that_a_meeting_can_have() -> None:
	fields = json.loads((APP / "ppoc" / "doctype" / "meeting" / "meeting.json").read_text())["fields"]
	options = next(field["options"] for field in fields if field["fieldname"] == "status").split("\n")
	assert {*CLOSABLE, *ENDED} < set(options)
	assert set(HELD) < set(ENDED)
	assert not set(CLOSABLE) & set(ENDED)


def test_the_browser_has_the_same_groups() -> None:
	script = (APP / "public" / "js" / "meeting_statuses.js").read_text()
	groups = dict(re.findall(r"const (\w+) = (\[.*?\]);", script))
	held = json.loads(groups["HELD"])
	assert tuple(held) == HELD
	assert (*held, *json.loads(groups["ENDED"].replace("...HELD, ", ""))) == ENDED


@pytest.mark.parametrize("kind", ["py", "js"])
def test_nobody_writes_the_statuses_of_a_held_meeting_out_again(kind: str) -> None:
	files = [path for path in APP.rglob(f"*.{kind}") if "tests" not in path.parts]
	assert len(files) > 50
	homes = {"meeting_statuses.py", "meeting_statuses.js"}
	found = [str(path) for path in files if WRITTEN_OUT.search(typed(path)) and path.name not in homes]
	assert not found


def typed(path: Path) -> str:
	"""What people have typed into a file: without the field types that Frappe writes into a controller."""
	return re.sub(
		r"# begin: auto-generated types.*?# end: auto-generated types", "", path.read_text(), flags=re.DOTALL
	)

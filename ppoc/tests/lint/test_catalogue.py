"""What translators get: every text, from wherever the Desk reads it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from lint.translations import catalogue
from lint.translations.json_texts import texts_of_json

OF_A_DOCTYPE = {
	"doctype": "DocType",
	"name": "Plan",
	"description": "A way out of care",
	"fields": [
		{"fieldname": "status", "fieldtype": "Select", "label": "Status", "options": "\nOpen\nEnded"},
		{
			"fieldname": "note",
			"fieldtype": "HTML",
			"options": "<p>Read this</p>",
			"description": "Shown first",
		},
		{"fieldname": "child", "fieldtype": "Link", "label": "Child", "options": "Not this one"},
	],
	"links": [{"group": "Meetings", "link_doctype": "Meeting"}],
	"permissions": [{"role": "Team Manager"}],
}

RECORDS: dict[str, tuple[Any, list[str]]] = {
	"a DocType": (
		OF_A_DOCTYPE,
		[
			*("Plan", "A way out of care", "Status", "Open", "Ended", "Shown first", "<p>Read this</p>", "Child"),
			*("Meetings", "Team Manager"),
		],
	),
	"a report": (
		{"doctype": "Report", "report_name": "Plans", "columns": [{"label": "Moved"}], "filters": []},
		["Plans", "Moved"],
	),
	"a workspace": (
		{
			"doctype": "Workspace",
			"label": "Manager",
			"shortcuts": [{"label": "Open plans", "format": "{} open"}],
			"content": json.dumps([{"type": "header", "data": {"text": "Due this week"}}]),
		},
		["Manager", "Open plans", "{} open", "Due this week"],
	),
	"a number card": ({"doctype": "Number Card", "name": "x", "label": "Overdue"}, ["Overdue"]),
	"roles of a pack": ([{"doctype": "Role", "role_name": "Placements Officer"}], ["Placements Officer"]),
	"forums of a pack": (
		[
			{
				"doctype": "Forum",
				"forum_name": "Panel",
				"purpose": "Shown to nobody but administrators",
				"agenda_items": [{"title": "Plans", "guidance": "What is new?\n\nWhat is next?"}, {"title": "Talk"}],
			}
		],
		["Panel", "Plans", "Talk", "What is new?", "What is next?"],
	),
	"a tour of a form": (
		{
			"doctype": "Form Tour",
			"reference_doctype": "Plan",
			"title": "Plan",
			"steps": [{"title": "Route", "description": "How"}],
		},
		["Route", "How"],
	),
}  # fmt: skip


@pytest.mark.parametrize(("record", "texts"), RECORDS.values(), ids=RECORDS)
def test_the_texts_of_a_record(record: Any, texts: list[str]) -> None:
	assert [text for text, _remark in texts_of_json(record, "plan.json")] == texts


@pytest.fixture(scope="module")
def committed() -> set[str]:
	content = (catalogue.ROOT / catalogue.CATALOGUE).read_bytes()
	return {str(message.id) for message in read_po(io.BytesIO(content)) if message.id}


@pytest.mark.parametrize(
	"text",
	[
		"On no list",  # __() in a form's script
		"Permanence Panel",  # __() inside another
		"“{0}” is not a date",  # Message() of an engine
		"Not yet categorised",  # an option
		"Team Coordinator",  # a role of a pack, and a workspace
		"Dear {0},",  # an email's template
	],
)
def test_the_committed_catalogue_has_texts_of_each_kind(committed: set[str], text: str) -> None:
	assert text in committed


def test_it_differs_from_the_next_in_what_changed_only(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(catalogue, "_of_scripts", lambda root, places: ())
	(tmp_path / "ppoc").mkdir()
	module = tmp_path / "ppoc" / "plan.py"
	module.write_text(
		'a = _("Saved")\nb = _("Plan", context="a drawing")\nc = Message("{0} of {1}", 1, 2)\nd = _("{0}")\n'
	)
	first = catalogue.catalogue(tmp_path)
	assert 'msgid "Saved"' in first
	assert 'msgctxt "a drawing"\nmsgid "Plan"' in first
	assert 'msgid "{0}"' not in first
	module.write_text(
		'\n\nc = Message("{0} of {1}", 1, 2)\n\nb = _("Plan", context="a drawing")\na = _("Saved")\n'
	)
	assert catalogue.catalogue(tmp_path) == first
	assert "Date" not in first

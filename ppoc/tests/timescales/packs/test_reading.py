"""Reading a practice pack: valid records are returned, faults are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ppoc.timescales.packs.reading import PackError, read_pack


def write_pack(folder: Path, head: object, **files: object) -> Path:
	folder.mkdir()
	(folder / "pack.json").write_text(json.dumps(head))
	for stem, content in files.items():
		(folder / f"{stem}.json").write_text(json.dumps(content))
	return folder


def test_records_come_in_the_order_the_pack_says(tmp_path: Path) -> None:
	folder = write_pack(
		tmp_path / "p",
		{"name": "P", "version": 2, "order": ["forum", "route"]},
		route=[{"doctype": "Route", "route_name": "R"}],
		forum=[{"doctype": "Forum", "forum_name": "F"}],
	)
	pack = read_pack(folder)
	assert [r["doctype"] for r in pack.records] == ["Forum", "Route"]
	assert (pack.name, pack.version) == ("P", "2")


def test_a_missing_file_is_named_with_the_remedy(tmp_path: Path) -> None:
	folder = write_pack(tmp_path / "p", {"name": "P", "order": ["forum"]})
	with pytest.raises(PackError, match=r"p/forum\.json is missing"):
		read_pack(folder)


def test_a_typo_in_json_is_named_with_its_line(tmp_path: Path) -> None:
	folder = write_pack(tmp_path / "p", {"name": "P", "order": ["forum"]})
	(folder / "forum.json").write_text('[\n{"doctype": "Forum",}\n]')
	with pytest.raises(PackError, match=r"p/forum\.json.*JSON.*line 2"):
		read_pack(folder)


@pytest.mark.parametrize("content", [{"doctype": "Forum"}, [{"forum_name": "F"}], ["Forum"]])
def test_records_without_a_doctype_are_refused(tmp_path: Path, content: object) -> None:
	folder = write_pack(tmp_path / "p", {"name": "P", "order": ["forum"]}, forum=content)
	with pytest.raises(PackError, match=r"p/forum\.json.*doctype"):
		read_pack(folder)


def test_a_pack_without_a_name_is_refused(tmp_path: Path) -> None:
	with pytest.raises(PackError, match="name"):
		read_pack(write_pack(tmp_path / "p", {"order": []}))


def test_an_entry_that_pack_json_does_not_know_is_named(tmp_path: Path) -> None:
	with pytest.raises(PackError, match=r"“ordre”.*\border"):
		read_pack(write_pack(tmp_path / "p", {"name": "P", "ordre": []}))


def test_a_field_said_twice_is_named(tmp_path: Path) -> None:
	folder = write_pack(tmp_path / "p", {"name": "P", "order": ["forum"]})
	(folder / "forum.json").write_text('[{"doctype": "Forum", "every": "Week", "every": "Month"}]')
	with pytest.raises(PackError, match=r"p/forum\.json.*“every” twice"):
		read_pack(folder)


def test_each_record_knows_its_place(tmp_path: Path) -> None:
	routes = [{"doctype": "Route", "route_name": "R"}, {"doctype": "Route", "route_name": "S"}]
	pack = read_pack(write_pack(tmp_path / "p", {"name": "P", "order": ["route"]}, route=routes))
	assert [pack.place(0), pack.place(1)] == ["p/route.json, record 1", "p/route.json, record 2"]

"""Seals of backups: what was changed, left out, put in or passed off as newer is named."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from ppoc.retention.backup_seals import SealError, faults, files_in, fingerprint, key_in, sealed

pytestmark = pytest.mark.requirement("X4.2")
KEY = b"k" * 40
OTHER_KEY = b"o" * 40
MADE_AT = "2026-11-29T02:00:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
	folder = tmp_path / "backup"
	folder.mkdir()
	(folder / "database.sql.gz").write_bytes(b"rows")
	(folder / "private-files.tar").write_bytes(b"papers")
	return folder


def seal_of(folder: Path, key: bytes | None = KEY) -> str:
	return sealed("a.example", MADE_AT, files_in(folder), (12, "f" * 64), key)


def wrong(folder: Path, text: str, **asked: object) -> list[str]:
	return list(faults(text, "night.seal", files_in(folder), **{"key": KEY, **asked}))  # type: ignore[arg-type]


def test_what_was_sealed_is_whole(folder: Path):
	assert wrong(folder, seal_of(folder)) == []


def test_a_changed_file_is_named(folder: Path):
	text = seal_of(folder)
	(folder / "database.sql.gz").write_bytes(b"rowz")
	assert wrong(folder, text) == ["database.sql.gz: changed or exchanged since it was sealed."]


def test_a_missing_and_an_added_file_are_named(folder: Path):
	text = seal_of(folder)
	(folder / "private-files.tar").rename(folder / "other.tar")
	assert wrong(folder, text) == ["private-files.tar: missing.", "other.tar: not part of what was sealed."]


def test_a_seal_that_was_made_anew_for_changed_files_shows_without_the_key(folder: Path):
	(folder / "database.sql.gz").write_bytes(b"rowz")
	assert wrong(folder, seal_of(folder, OTHER_KEY)) == [
		"night.seal: not sealed with this key, or changed since."
	]
	assert wrong(folder, seal_of(folder, None)) == ["night.seal: not sealed with this key, or changed since."]


@pytest.mark.parametrize(
	("name", "value"),
	[("made_at", "2026-11-30T02:00:00+00:00"), ("site", "b.example"), ("entries", 11), ("hash", "0" * 64)],
)
def test_no_part_of_a_seal_can_be_changed(folder: Path, name: str, value: object):
	values = {**json.loads(seal_of(folder)), name: value}
	assert wrong(folder, json.dumps(values)) == ["night.seal: not sealed with this key, or changed since."]


def test_without_a_key_the_fingerprint_that_was_noted_counts(folder: Path):
	text = seal_of(folder, None)
	assert wrong(folder, text, key=None, noted=fingerprint(text).upper()) == []
	assert wrong(folder, text.replace("a.example", "b.example"), key=None, noted=fingerprint(text)) == [
		"night.seal: not the seal whose fingerprint was noted, or changed since."
	]


def test_an_older_backup_is_named(folder: Path):
	after = datetime.fromisoformat("2026-11-30T00:00:00+00:00")
	(said,) = wrong(folder, seal_of(folder), made_after=after)
	assert said.startswith(f"night.seal: the backup was made on {MADE_AT}, before 2026-11-30")


@pytest.mark.parametrize(
	"text",
	[
		"",
		"{",
		"[]",
		"{}",
		'{"site": "a", "made_at": "x", "files": {"a": {"size": 1, "sha256": "b"}}}',
		"\x00",
	],
)
def test_what_is_no_seal_is_refused(folder: Path, text: str):
	with pytest.raises(SealError, match=r"night\.seal is not the seal of a backup"):
		wrong(folder, text)


def test_a_short_key_is_refused():
	with pytest.raises(SealError, match="32 characters"):
		key_in(b"secret\n", "key")

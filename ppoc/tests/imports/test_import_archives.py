"""Zip archives are opened, or refused before they do harm."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from ppoc.imports.archives import unpacked
from ppoc.imports.findings import ImportRefused
from ppoc.imports.uploads import MEGABYTE, Limits, UploadedFile
from ppoc.tests.imports.ssda903_factories import read, uploads

pytestmark = pytest.mark.requirement("X2.1")


def archive(files: dict[str, bytes]) -> bytes:
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
		for name, content in files.items():
			opened.writestr(name, content)
	return stream.getvalue()


def refused(content: bytes, limits: Limits | None = None) -> str:
	with pytest.raises(ImportRefused) as caught:
		unpacked([UploadedFile("set.zip", content)], limits or Limits())
	(finding,) = caught.value.findings
	assert finding.file == "set.zip"
	assert finding.remedy
	return finding.message


def test_files_of_an_archive_are_read_as_if_handed_in_one_by_one():
	files = {f"return 2026/{upload.name}": upload.read(Limits()) for upload in uploads()}
	junk = {"__MACOSX/return 2026/._header.csv": b"\x00", "return 2026/.DS_Store": b"\x00", "empty/": b""}
	found = unpacked([UploadedFile("set.ZIP", archive(files | junk))], Limits())
	assert [upload.name for upload in found] == [upload.name for upload in uploads()]
	assert read(found).counts.clean == 1


def test_other_files_pass_through():
	assert unpacked(uploads(), Limits()) == uploads()


def test_bomb_is_stopped_at_the_limit():
	bomb = archive({"header.csv": b"0" * (64 * MEGABYTE)})
	assert len(bomb) < MEGABYTE
	tracemalloc.start()
	message = refused(bomb, Limits(file_bytes=2 * MEGABYTE))
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert message.startswith("header.csv ")
	assert "2 MB" in message
	assert peak < 16 * MEGABYTE


def test_bomb_in_many_files_is_stopped_too():
	bomb = archive({f"{number}.csv": b"0" * MEGABYTE for number in range(9)})
	assert "reading stopped there" in refused(bomb, Limits(file_bytes=MEGABYTE))


def test_sizes_that_lie_do_no_harm():
	honest = archive({"a.csv": b"0" * (3 * MEGABYTE)})
	lying = honest.replace(struct.pack("<I", 3 * MEGABYTE), struct.pack("<I", 10))
	assert lying != honest
	assert refused(lying, Limits(file_bytes=MEGABYTE))


def test_too_many_files_are_refused():
	assert "has 41 files" in refused(archive({f"{number}.csv": b"A" for number in range(41)}))


def test_empty_archive_is_refused():
	assert "has 0 files" in refused(archive({}))


def test_archive_within_an_archive_is_refused():
	assert "itself an archive" in refused(archive({"inner.zip": archive({"a.csv": b"A"})}))


def test_encrypted_archive_is_refused():
	content = bytearray(archive({"a.csv": b"A,B\n1,2\n"}))
	for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
		content[content.index(signature) + offset] |= 1
	assert refused(bytes(content)) == "a.csv is password-protected."


@pytest.mark.parametrize(
	"spoil", [lambda c: c[: len(c) // 2], lambda c: b"PK\x03\x04 no archive", lambda c: b"CHILD\n1\n"]
)
def test_damaged_archive_is_refused(spoil):
	assert "cannot be opened" in refused(spoil(archive({"a.csv": b"A,B\n" * 500})))


def test_damaged_content_is_refused():
	content = bytearray(archive({"a.csv": bytes(range(256)) * 40}))
	content[60:90] = b"\xff" * 30
	assert refused(bytes(content))

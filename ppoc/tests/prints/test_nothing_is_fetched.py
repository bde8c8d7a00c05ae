"""A print loads nothing on its own, whatever its texts name."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from ppoc.prints import engine
from ppoc.prints.pages import sheets_of
from ppoc.prints.sheets import paged
from ppoc.tests.papers import STYLE, pages_of
from ppoc.tests.prints.attacks import Watched, attacks, watched

pytestmark = pytest.mark.requirement("X4.1")
NAMES = sorted(attacks(Watched("127.0.0.1:1", Path("/tmp/x"))))


def a_picture() -> bytes:
	"""Returns a white PNG."""
	file = io.BytesIO()
	Image.new("RGB", (9, 9), "white").save(file, "PNG")
	return file.getvalue()


PNG = a_picture()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
	with watched(tmp_path_factory.mktemp("watched")) as place:
		yield place


def printed(body: str, read: Callable[[str], bytes | None] = lambda path: None) -> bytes:
	page = f"<html><head><title>x</title></head><body>{body}</body></html>"
	return engine.write([engine.lay_out(sheets, read) for sheets in sheets_of(page, "")])


@pytest.mark.parametrize("ours", [True, False], ids=["our format", "Standard"])
@pytest.mark.parametrize("name", NAMES)
def test_markup_that_reached_a_page_loads_nothing_and_does_not_stop_the_print(
	seen: Watched, name: str, ours: bool
):
	markup = attacks(seen)[name]
	seen.came.clear()
	body = f"<p>Before</p>{markup}<p>After</p>"

	pdf = printed(STYLE + paged(body, "Notes") if ours else body)

	assert seen.came == []
	text = " ".join(pages_of(pdf))
	assert "Before" in text
	assert "After" in text
	assert "KEPT-FROM-PRINTS" not in text
	assert b"KEPT-FROM-PRINTS" not in pdf
	assert "/EmbeddedFiles" not in str(PdfReader(io.BytesIO(pdf)).trailer["/Root"].get("/Names", ""))


def images(pdf: bytes) -> int:
	found = [page["/Resources"].get("/XObject", {}).values() for page in PdfReader(io.BytesIO(pdf)).pages]
	return sum(one.get_object()["/Subtype"] == "/Image" for page in found for one in page)


def test_a_picture_of_the_site_that_the_reader_may_see_is_printed():
	asked: list[str] = []

	def read(path: str) -> bytes:
		asked.append(path)
		return PNG

	assert images(printed('<img src="/private/files/a%20plan.png" width="9">', read)) == 1
	assert asked == ["/private/files/a plan.png"]


@pytest.mark.parametrize(
	"content", [None, b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"{}"]
)
def test_nothing_else_of_the_site_is(content: bytes | None):
	assert images(printed('<img src="/private/files/x.png">', lambda path: content)) == 0


@pytest.mark.parametrize("path", ["/private/backups/x.png", "/assets/x.png", "/api/method/ping", "/app"])
def test_other_addresses_of_the_site_are_not_asked_for(path: str):
	asked: list[str] = []
	printed(f'<img src="{path}">', lambda path: asked.append(path))
	assert asked == []

"""`./dev docs` builds the pages as a site, and says which page has a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trial_host import documentation
from trial_host.settings import ROOT, Settings, load

pytestmark = pytest.mark.usefixtures("registries")


@pytest.fixture
def settings() -> Settings:
	return load()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
	"""A project with two pages that have no fault."""
	docs = tmp_path / "docs"
	docs.mkdir()
	shutil.copy(ROOT / "docs" / "conf.py", docs / "conf.py")
	(tmp_path / "ppoc" / "public" / "images").mkdir(parents=True)
	shutil.copy(ROOT / "ppoc" / "public" / "images" / "ppoc.svg", tmp_path / "ppoc" / "public" / "images")
	(docs / "index.md").write_text("# Home\n\n```{toctree}\nforums\n```\n")
	(docs / "forums.md").write_text("# Forums\n\nBack [home](index.md).\n")
	return docs


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	monkeypatch.setattr(documentation, "_site", lambda settings: tmp_path / "site")
	return tmp_path / "site"


def test_pages_become_a_site_that_can_be_searched(pages: Path, site: Path, settings: Settings) -> None:
	assert list(documentation.faults_of(settings, pages.parent)) == []
	assert "Back" in (site / "forums.html").read_text()
	assert "Forums" in (site / "searchindex.js").read_text()
	assert (site / "search.html").exists()


@pytest.mark.parametrize(
	("name", "text", "fault"),
	[
		("forums.md", "# Forums\n\n[there](nowhere.md)\n", "docs/forums.md:3"),
		("alone.md", "# Alone\n", "docs/alone.md"),
		("forums.md", "# Forums\n\n![a picture](pictures/none.png)\n", "docs/forums.md:3"),
	],
	ids=["a link to nowhere", "a page that no list leads to", "a picture that is not there"],
)
def test_a_fault_is_named_with_its_place(
	pages: Path, site: Path, settings: Settings, name: str, text: str, fault: str
) -> None:
	(pages / name).write_text(text)
	found = list(documentation.faults_of(settings, pages.parent))
	assert len(found) == 1
	assert found[0].startswith(fault)


def test_nothing_on_the_site_comes_from_elsewhere(pages: Path, site: Path, settings: Settings) -> None:
	list(documentation.faults_of(settings, pages.parent))
	page = (site / "index.html").read_text()
	for attribute in ('src="http', "src='http", 'rel="stylesheet" type="text/css" href="http'):
		assert attribute not in page

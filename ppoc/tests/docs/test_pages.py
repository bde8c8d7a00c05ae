"""The pages under docs/ say what is there: links lead somewhere, files that are named exist, what is made is fresh."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted(
	page for kind in ("*.md", ".github/*.md", "benchmarks/*.md", "docs/**/*.md") for page in ROOT.glob(kind)
)
WRITTEN_BY_HAND = [page for page in PAGES if page.name not in ("CHANGELOG.md", "requirements.md")]
LINK = re.compile(r"(?:\[[^\]]*\]\(|\bsrc=\")([^)\s\"]+)[)\"]")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FOLDERS = ("ppoc", "docs", "trial_host", "benchmarks", "demo", "lint", ".github", ".ci")
# In code: `ppoc/access/`, `docs/pictures`; `rules.py`, `access/rules.py`; `ppoc.access.rules.may_see`.
FOLDER = re.compile(r"`((?:ppoc|docs|trial_host|benchmarks|\.github|\.ci)/[\w./-]*)`")
FILE = re.compile(r"`([\w./-]+\.(?:py|csv|css|html|js|json|sh|sql|svg|toml|yml))`")
# In bold, in the guides: what is written on a screen, such as **Actions, Close meeting**.
ON_SCREEN = re.compile(r"\*\*([^*]+)\*\*")
GUIDES = [*sorted(ROOT.glob("docs/users/*.md")), ROOT / "docs" / "admin-guide.md"]
FRAPPES_OWN = {"export customizations"}
TEST = re.compile(r"`(test_\w+)`")
DOTTED = re.compile(r"`(ppoc(?:\.\w+)+)(?:\(\))?`")


def anchors(page: Path) -> set[str]:
	"""The anchors of a page's headings, as forges make them."""
	heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
	return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def dead_links(page: Path) -> Iterator[str]:
	for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
		if "://" in link or link.startswith("mailto:"):
			continue
		path, _, anchor = link.partition("#")
		target = (page.parent / path).resolve() if path else page
		if not target.exists():
			yield f"{link}: no such file"
		elif anchor and anchor not in anchors(target):
			yield f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path):
	assert list(dead_links(page)) == []


def missing(page: Path, root: Path = ROOT) -> Iterator[str]:
	"""What a page names in code and the repository does not have."""
	text = FENCE.sub("", page.read_text(encoding="utf-8"))
	yield from (path for path in FOLDER.findall(text) if not (root / path).exists())
	yield from (file for file in FILE.findall(text) if not found(file, root))
	yield from (name for name in DOTTED.findall(text) if not is_there(name.split("."), root))
	if tests := TEST.findall(text):
		files = (file for folder in FOLDERS for file in (root / folder).glob("**/test_*.py"))
		written = "".join(file.read_text(encoding="utf-8") for file in files)
		yield from (name for name in tests if f"def {name}(" not in written)


def found(file: str, root: Path) -> bool:
	"""Whether a file is there, by its path from the root or by the end of its path."""
	return (root / file).exists() or any(any((root / folder).glob(f"**/{file}")) for folder in FOLDERS)


def is_there(parts: list[str], root: Path) -> bool:
	"""Whether a dotted name is a package, a module, or something that a module speaks of."""
	for length in range(len(parts), 0, -1):
		place = root.joinpath(*parts[:length])
		file = place.with_suffix(".py") if place.with_suffix(".py").exists() else place / "__init__.py"
		if file.exists():
			return all(re.search(rf"\b{name}\b", file.read_text(encoding="utf-8")) for name in parts[length:])
	return False


@pytest.mark.parametrize("page", WRITTEN_BY_HAND, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path):
	assert list(missing(page)) == []


def not_on_a_screen(page: str, app: str) -> list[str]:
	"""The words in bold of a page that the app writes nowhere."""
	said = [part for text in ON_SCREEN.findall(page) for part in re.split(r",\s+(?=[A-Z])", text)]
	names = [re.sub(r"\s+", " ", part).strip(" .:…") for part in said]
	return [name for name in names if name.lower() not in FRAPPES_OWN and name.lower() not in app]


@pytest.fixture(scope="module")
def written_in_the_app() -> str:
	files = [file for kind in ("json", "js", "py", "html") for file in (ROOT / "ppoc").rglob(f"*.{kind}")]
	ours = (file for file in files if "tests" not in file.parts and "node_modules" not in file.parts)
	return "\n".join(file.read_text(encoding="utf-8") for file in ours).lower()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.stem)
def test_a_guide_calls_things_what_the_screen_calls_them(guide: Path, written_in_the_app: str):
	assert not_on_a_screen(guide.read_text(encoding="utf-8"), written_in_the_app) == []


def test_a_label_that_changed_is_found():
	app = '"label": "close meeting"\n"label": "actions"'
	assert not_on_a_screen("**Actions, Close meeting**, then **Shut the\nmeeting**.", app) == [
		"Shut the meeting"
	]


def test_a_name_that_went_is_found(tmp_path: Path):
	for name in ("__init__.py", "rules.py"):
		file = tmp_path / "ppoc" / "access" / name
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text("def may_see(): ...\n" if name == "rules.py" else "")
	page = tmp_path / "page.md"
	page.write_text(
		"`ppoc/access/` `access/rules.py` `rules.py` `ppoc.access.rules.may_see`, but `doors.py`,"
	)
	page.write_text(page.read_text() + " `ppoc/views/`, `ppoc.access.rules.may_hear()` and `test_it`\n")
	gone = ["ppoc/views/", "doors.py", "ppoc.access.rules.may_hear", "test_it"]
	assert list(missing(page, tmp_path)) == gone


def test_a_dead_link_is_found(tmp_path: Path):
	(tmp_path / "there.md").write_text("# Who sees what?\n")
	page = tmp_path / "page.md"
	page.write_text(
		"""[a](there.md#who-sees-what) [b](https://example.org/x)
		[c](gone.md) [d](there.md#gone) <img src="gone.png">"""
	)
	dead = ["gone.md: no such file", "there.md#gone: no such heading", "gone.png: no such file"]
	assert list(dead_links(page)) == dead


@pytest.mark.parametrize("script", ["data_dictionary", "layout_picture"])
def test_what_a_script_writes_is_fresh(script: str):
	command = [sys.executable, str(ROOT / "docs" / f"{script}.py"), "--check"]
	assert subprocess.run(command, check=False).returncode == 0, f"run python3 docs/{script}.py"


@pytest.fixture
def layout(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
	"""The script that draws the rooms."""
	monkeypatch.syspath_prepend(ROOT / "docs")
	return import_module("layout_picture")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
	"""A small app of four rooms: the form uses meetings, meetings use plans and the guard, plans use the guard."""
	contract = (
		'name = "The rooms of the app"\nlayers = ["forms", "meetings", "plans", "access", "ages | errors"]'
	)
	(tmp_path / "pyproject.toml").write_text(f"[[tool.importlinter.contracts]]\n{contract}\n")
	for path, text in {
		"forms/child.py": "import frappe\nfrom ppoc.meetings import api\n",
		"meetings/api.py": "from ppoc.plans.rules import may\n\ndef late():\n\timport ppoc.access.scope\n",
		"meetings/tests/test_api.py": "from ppoc.errors import Fault\n",
		"plans/rules.py": "from ppoc import access, errors\n",
		"access/scope.py": "",
		"ages.py": "",
		"errors.py": "",
	}.items():
		file = tmp_path / "ppoc" / path
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(text)
	return tmp_path


def test_the_picture_has_each_import_once(layout: ModuleType, tree: Path):
	drawing, _, table = layout.picture(tree).rpartition("```")
	assert re.findall(r"(\d) --> \w+(\d)", drawing) == [("1", "2"), ("2", "3"), ("3", "4"), ("3", "5")]
	assert "| `meetings` | `plans`, `access` |" in table
	assert "| `plans` | `access`, `errors` |" in table
	assert "| `ages`, `errors` | nothing of the app |" in table


def test_a_new_import_changes_the_picture(layout: ModuleType, tree: Path):
	before = layout.picture(tree)
	(tree / "ppoc" / "access" / "scope.py").write_text("from ppoc.ages import years\n")
	assert layout.picture(tree) != before

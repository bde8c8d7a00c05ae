"""The files of an authority's app: valid whatever the authority is called, and the same as the example's."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import click
import pytest

from ppoc.authority_app.commands import write
from ppoc.authority_app.files import CONFIGURATION, FIXTURES, AppNameError, Authority, check_name, files

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "our_council"
AUTHORITY = Authority("our_council", "Our Council", "Our Council", "ppoc@example.org")


@pytest.mark.parametrize("name", ["our_council", "council2", "a"])
def test_names_of_apps(name: str) -> None:
	check_name(name)


@pytest.mark.parametrize(
	"name",
	[
		"",
		"Our",
		"our-council",
		"2council",
		"our council",
		"_x",
		"x_",
		"x__y",
		"class",
		"ppoc",
		"frappe",
		"../x",
		"x" * 41,
	],
)
def test_names_that_no_app_can_have(name: str) -> None:
	with pytest.raises(AppNameError):
		check_name(name)


@pytest.mark.parametrize(
	"title", ["Our Council", 'St "Mary\'s" \\ Borough', "Llŷn\nCouncil", "'''x", 'a""" + evil + """']
)
def test_the_files_can_be_read_whatever_the_authority_is_called(title: str) -> None:
	made = {str(path): text for path, text in files(Authority("x", title, title, "a@example.org")).items()}
	for path, text in made.items():
		if path.endswith(".py"):
			tree = ast.parse(text)
			assert all(isinstance(node, ast.Expr | ast.Assign) for node in tree.body), path
	tomllib = pytest.importorskip("tomllib")  # not before Python 3.11
	assert tomllib.loads(made["pyproject.toml"])["project"]["name"] == "x"


def test_the_fixtures_are_those_of_the_list() -> None:
	made = {str(path): text for path, text in files(AUTHORITY).items()}
	names: dict[str, object] = {}
	exec(made["our_council/hooks.py"], names)  # noqa: S102 - made three lines above
	assert names["fixtures"] == list(FIXTURES)
	assert names["required_apps"] == ["ppoc/ppoc"]


def test_what_is_configured_travels() -> None:
	"""Every DocType that an administrator writes and that holds no place, person or access."""
	stays = {
		*("Locality", "Team", "Worker", "Forum Schedule", "Closed Day", "Locality Access", "Import Mapping"),
		*("Open Endpoint", "Accepted Risk", "Access Settings", "Retention Settings", "Words We Use"),
		*("Timescale Facts", "RAG Facts"),
	}
	written = set()
	for path in (ROOT / "ppoc" / "ppoc" / "doctype").glob("*/*.json"):
		doctype = json.loads(path.read_text(encoding="utf-8"))
		if any(
			row["role"] == "PPOC Administrator" and row.get("write") for row in doctype.get("permissions", [])
		):
			written.add(doctype["name"])
	remembered = {"Practice Pack"}  # what a pack has brought; an administrator reads it
	assert written - stays == set(CONFIGURATION) - remembered


def test_an_app_is_never_written_over(tmp_path: Path) -> None:
	write(tmp_path / "our_council", AUTHORITY)
	with pytest.raises(click.UsageError, match="there already"):
		write(tmp_path / "our_council", AUTHORITY)
	with pytest.raises(click.UsageError, match="cannot be the name"):
		write(tmp_path / "x", AUTHORITY._replace(app="Our Council"))


def test_the_example_is_what_the_command_makes() -> None:
	for path, text in files(AUTHORITY).items():
		if path.name != ".gitkeep":
			assert (EXAMPLE / path).read_text(encoding="utf-8") == text, path
	fixtures = {path.stem for path in (EXAMPLE / "our_council" / "fixtures").glob("*.json")}
	assert {"custom_field", "words_we_use", "notification", "print_format"} <= fixtures

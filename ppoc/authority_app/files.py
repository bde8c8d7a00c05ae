"""What the files of an authority's app say. Plain Python, no site."""

from __future__ import annotations

import json
import keyword
import re
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from ppoc.messages import Message

CONFIGURATION = (
	"Agenda Query",
	"Barrier Category",
	"Care Event Type",
	"Delegation Rule",
	"Effectiveness Criterion",
	"Forum",
	"Placement Option",
	"Practice Pack",
	"RAG Rule",
	"Readiness Check",
	"Record Template",
	"Request Type",
	"Route",
	"Timescale Duty",
	"Timescale Rule",
)
"""How the authority works. Places, people, children and meetings stay where they are."""

FIXTURES: tuple[Any, ...] = (
	*CONFIGURATION,
	"Role",
	"Workflow",
	"Workflow State",
	"Workflow Action Master",
	"Notification",
	"List View Settings",
	"Words We Use",
	{"dt": "Custom Field", "filters": [["is_system_generated", "=", 0]]},
	{"dt": "Property Setter", "filters": [["is_system_generated", "=", 0]]},
	"Custom DocPerm",
	{"dt": "List Filter", "filters": [["for_user", "=", ""]]},
	{"dt": "Print Format", "filters": [["standard", "=", "No"]]},
	{"dt": "Report", "filters": [["is_standard", "=", "No"]]},
	{"dt": "Translation", "filters": [["name", "not like", "ppoc-word-%"]]},
)
"""What travels. The translations that Words We Use made are made again on the other site."""

TAKEN = frozenset({"frappe", "ppoc", "demo", "lint", "test", "tests", "apps", "sites", "site"})
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
LONGEST = 40


class AppNameError(ValueError):
	"""The app cannot be called so; its only argument is a Message."""


class Authority(NamedTuple):
	"""Whose app it is."""

	app: str
	title: str
	publisher: str
	email: str
	licence: str = "MIT"


def check_name(app: str) -> None:
	"""Checks the name of an app: it is a Python package and a folder of a bench.

	Raises:
		AppNameError: it cannot be one.
	"""
	if not NAME.match(app) or len(app) > LONGEST or keyword.iskeyword(app):
		raise AppNameError(
			Message(
				"“{0}” cannot be the name of an app. Use small letters, digits and single underscores, such as"
				" our_council; {1} characters at most.",
				app,
				LONGEST,
			)
		)
	if app in TAKEN:
		raise AppNameError(Message("“{0}” is taken. Choose another name, such as our_council.", app))


def files(authority: Authority) -> dict[PurePosixPath, str]:
	"""Returns the content of each file of the app, by its path below the app's folder.

	Raises:
		AppNameError: the app cannot be called so.
	"""
	check_name(authority.app)
	package = PurePosixPath(authority.app)
	return {
		PurePosixPath("pyproject.toml"): _pyproject(authority),
		PurePosixPath("README.md"): _readme(authority),
		PurePosixPath(".gitignore"): "__pycache__/\n*.egg-info/\n",
		package / "__init__.py": f'"""{_said(authority.title)}."""\n\n__version__ = "0.0.1"\n',
		package / "hooks.py": _hooks(authority),
		package
		/ "modules.txt": f"{authority.app.replace('_', ' ').title()}\n",  # its only module, which is empty
		package / "patches.txt": "",
		package / "fixtures" / ".gitkeep": "",
		package / authority.app / "__init__.py": "",
	}


def _hooks(authority: Authority) -> str:
	fixtures = "\n".join(f"\t{json.dumps(fixture)}," for fixture in FIXTURES)
	return f'''"""{_said(authority.title)}: what the authority changed, on top of ppoc. There is no code in this app."""

app_name = {_text(authority.app)}
app_title = {_text(authority.title)}
app_publisher = {_text(authority.publisher)}
app_description = {_text(f"What {authority.title} changed in PPOC")}
app_email = {_text(authority.email)}
app_license = {_text(authority.licence)}
required_apps = ["ppoc/ppoc"]  # without the slash, Frappe asks a public forge for it

# What an administrator changed. `bench --site SITE export-fixtures --app {authority.app}` writes it into fixtures/;
# an installation and each migration of another site bring it there.
fixtures = [
{fixtures}
]
'''


def _pyproject(authority: Authority) -> str:
	return f"""[project]
name = {_text(authority.app)}
authors = [{{ name = {_text(authority.publisher)}, email = {_text(authority.email)} }}]
description = {_text(f"What {authority.title} changed in PPOC")}
license = {_text(authority.licence)}
requires-python = ">=3.10"
readme = "README.md"
dynamic = ["version"]

[build-system]
requires = ["flit_core>=3.4,<4"]
build-backend = "flit_core.buildapi"

[tool.bench.frappe-dependencies]
frappe = ">=15.0.0,<17.0.0"
"""


def _readme(authority: Authority) -> str:
	app = authority.app
	return f"""# {authority.title}

What {authority.title} changed in PPOC, without code: fields, forums, rules,
ratings, criteria, prints, notifications, words.
No child, no person and no meeting is in it.

Write what was changed on a site into this app, and look at the difference before you commit it:

    bench --site SITE export-fixtures --app {app}
    git -C apps/{app} diff

Install it on another site of the same bench:

    bench --site OTHER install-app {app}

On another bench, get it first: `bench get-app ADDRESS-OF-THIS-REPOSITORY`. Each `bench migrate` brings later changes.
"""


def _said(title: str) -> str:
	"""Returns a title as it can stand in a docstring."""
	return "".join(each for each in title if each.isprintable() and each not in '"\\')


def _text(value: str) -> str:
	"""Returns a value as a string of Python and of TOML."""
	escaped = value.replace("\\", "\\\\").replace('"', '\\"')
	return '"' + "".join(character for character in escaped if character.isprintable()) + '"'

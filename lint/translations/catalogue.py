"""The catalogue of all texts for translators, `ppoc/locale/main.pot`, where Frappe 16 looks for it.

	python -m lint.translations.catalogue            # says whether it is up to date
	python -m lint.translations.catalogue --write    # makes it anew

Frappe's own `bench generate-pot-file` does not know `Message()`, and finds nothing that stands inside another call of
`__()`. So the texts are read here, each kind of file by its own parser; Babel writes the catalogue. It has no dates and
no line numbers, and is sorted, so that a difference shows what changed.
"""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

from lint.translations.json_texts import texts_of_json
from lint.translations.python_strings import MARKS

ROOT = Path(__file__).resolve().parents[2]
APP = "ppoc"
CATALOGUE = Path(APP) / "locale" / "main.pot"
LEFT_OUT = (f"{APP}/tests/", f"{APP}/public/dist/", f"{APP}/locale/")
PLACE_OF_VALUE = re.compile(r"\{\w*\}")
OF_THE_MOMENT = tuple(
	f'"{name}:'
	for name in (
		"Generated-By",
		"Language-Team",
		"Last-Translator",
		"PO-Revision-Date",
		"POT-Creation-Date",
		"Report-Msgid-Bugs-To",
	)
)
HEAD = "# Texts of ppoc for translators. Made by `./dev messages`; do not edit.\n#"


class Text(NamedTuple):
	text: str
	place: str
	context: str | None = None
	remark: str = ""


def catalogue(root: Path = ROOT) -> str:
	"""The catalogue as it should be.

	Args:
		root: the project's folder.

	Returns:
		The content of a .pot file.
	"""
	made = Catalog(project=APP, version="main", charset="utf-8", fuzzy=False, header_comment=HEAD)
	said = (one for one in texts(root) if any(map(str.isalpha, PLACE_OF_VALUE.sub("", one.text))))
	for found in sorted(said, key=lambda one: (one.place, one.text)):
		remarks = [found.remark] if found.remark else []
		made.add(found.text, locations=[(found.place, 0)], auto_comments=remarks, context=found.context)
	buffer = io.BytesIO()
	write_po(buffer, made, sort_output=True, width=None, include_lineno=False)
	lines = buffer.getvalue().decode().splitlines(keepends=True)
	return "".join(line for line in lines if not line.startswith(OF_THE_MOMENT))


def texts(root: Path) -> Iterator[Text]:
	"""Every text with the file it stands in."""
	files = [path for path in sorted((root / APP).rglob("*")) if path.is_file()]
	places = {path: path.relative_to(root).as_posix() for path in files}
	kept = {path: place for path, place in places.items() if not place.startswith(LEFT_OUT)}
	for path, place in kept.items():
		if path.suffix == ".py":
			yield from _of_python(path.read_text(encoding="utf-8"), place)
		elif path.suffix == ".html":
			yield from _of_template(path.read_text(encoding="utf-8"), place)
		elif path.suffix == ".json":
			for text, remark in texts_of_json(json.loads(path.read_text(encoding="utf-8")), place):
				yield Text(text, place, remark=remark)
	yield from _of_scripts(root, [place for place in kept.values() if place.endswith(".js")])


def _of_python(source: str, place: str) -> Iterator[Text]:
	for node in ast.walk(ast.parse(source)):
		if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
			name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
			text = node.args[0].value
			if name in MARKS and isinstance(text, str) and text.strip():
				yield Text(text, place, _context(node.keywords))


def _context(keywords: list[ast.keyword]) -> str | None:
	given = [one.value for one in keywords if one.arg == "context"]
	return str(given[0].value) if given and isinstance(given[0], ast.Constant) else None


def _of_template(source: str, place: str) -> Iterator[Text]:
	template = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(source)  # noqa: S701 - it only reads
	for call in template.find_all(nodes.Call):
		if (
			isinstance(call.node, nodes.Name)
			and call.node.name == "_"
			and isinstance(call.args[0], nodes.Const)
		):
			yield Text(str(call.args[0].value), place)


def _of_scripts(root: Path, places: list[str]) -> Iterator[Text]:
	"""What Node reads out of the client code; NODE_PATH tells it where ESLint is."""
	argv = ["node", str(ROOT / "lint" / "eslint" / "texts.cjs")]
	done = subprocess.run(
		argv, cwd=root, input="\n".join(places), capture_output=True, text=True, check=False
	)
	if done.returncode:
		raise SystemExit(f"The client code could not be read:\n{done.stderr}")
	for line in done.stdout.splitlines():
		found = json.loads(line)
		yield Text(found["text"], found["file"], found.get("context"))


def main(arguments: list[str]) -> int:
	"""Writes the catalogue or says that it is out of date; 1 when it is."""
	path = ROOT / CATALOGUE
	wanted = catalogue()
	if "--write" in arguments:
		path.parent.mkdir(exist_ok=True)
		path.write_text(wanted, encoding="utf-8")
		print(f"{CATALOGUE}: {wanted.count('msgid ') - 1} texts")
	elif not path.is_file() or path.read_text(encoding="utf-8") != wanted:
		print(f"{CATALOGUE}: out of date. ./dev messages makes it anew.")
		return 1
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

"""Each step of ./dev lint finds the fault that it is there for, in a project that holds little else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from trial_host import linting
from trial_host.settings import ROOT, Settings, load, toml_of

JS, FORM, PAGE = "ppoc/public/js/plan.js", "ppoc/ppoc/doctype/plan/plan.js", "ppoc/ppoc/page/plan/plan.js"
IN_SCRIPTS = {
	"a name that nobody declares": (FORM, "frm.reload_doc();", "no-undef"),
	"a name that nobody uses": (JS, "const days = 3;", "no-unused-vars"),
	"a loose comparison": (JS, "export const same = (a, b) => a == b;", "eqeqeq"),
	"code that does not parse": (JS, "export const = ;", "syntax"),
	"a page's name that another page may have": (PAGE, "const text = 1;", "no-implicit-globals"),
	"a value that becomes markup": (JS, "$.a.innerHTML = $.name;", "no-unsanitized/property"),
	"a button in English only": (JS, '$.frm.add_custom_button("Save plan");', "ppoc/translated"),
	"a dialog's title": (JS, 'new frappe.ui.Dialog({ title: "Which plan" });', "ppoc/translated"),
	"a word in markup": (JS, "export const late = (days) => `<b>overdue</b> ${days}`;", "ppoc/translated"),
	"a tooltip in markup": (JS, 'export const late = `<b title="Days late"></b>`;', "ppoc/translated"),
	"a text of an element": (JS, '$.element("p", {}, "No plans");', "ppoc/translated"),
	"a sentence built before it is translated": (JS, "__(`${$.n} plans`);", "ppoc/translated"),
	"a text chosen while it is translated": (JS, '__($.a || "No plan");', "ppoc/translated"),
	"a name in markup as it is": (JS, "$.place = `<b>${$.row.name}</b>`;", "ppoc/escaped"),
	"a name in a message": (
		JS,
		'frappe.show_alert({ message: __("{0} is here.", [$.doc.child_name]) });',
		"ppoc/escaped",
	),
	"a name or nothing in markup": (JS, '$.place.html($.doc.title || "");', "ppoc/escaped"),
	"code that is made while it runs": (JS, "eval($.formula);", "no-eval"),
	"a script of the trial host": ("trial_host/node/plan.cjs", "setTimeout(nobody);", "no-undef"),
}

IN_CHECKS = {
	"a misspelled word": ("docs/plan.md", "We recieve it.\n", "==> receive"),  # codespell:ignore recieve
	"an American spelling": ("docs/plan.md", "A colored plan.\n", "==> coloured"),  # codespell:ignore colored
	"a misspelled label": ("plan.json", '"Recieved"\n', "==> Received"),  # codespell:ignore recieved
	"a door by GET": ("ppoc/plan.py", "@frappe.whitelist()\ndef show(): ...\n", "name its methods"),
	"a value in a print": ("ppoc/plan.html", "<p>{{ doc.plan }}</p>\n", "doc.plan goes into markup as it is"),
	"a message in English only": ("ppoc/plan.py", 'frappe.throw("Save it")\n', "“Save it” is shown as it is"),
	"an email in English only": ("ppoc/plan.html", "<p>Please come</p>\n", "“Please come” is shown as it is"),
	"a text that the catalogue lacks": (
		"ppoc/plan.py",
		'frappe.throw(_("Save it"))\n',
		"main.pot: out of date",
	),
}


@pytest.fixture
def settings() -> Settings:
	return load()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, registries: None) -> Path:
	"""A project with the tools' settings and nothing that they find fault with."""
	for name in ("pyproject.toml", "eslint.config.cjs"):
		shutil.copy(ROOT / name, tmp_path / name)
	shutil.copytree(ROOT / "lint", tmp_path / "lint", ignore=shutil.ignore_patterns("__pycache__"))
	(tmp_path / "ppoc").mkdir()
	(tmp_path / "ppoc" / "__init__.py").touch()
	(tmp_path / "dev").symlink_to(ROOT / "dev")
	subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
	monkeypatch.setattr(linting, "ROOT", tmp_path)
	return tmp_path


def plant(project: Path, place: str, text: str) -> None:
	path = project / place
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(text, encoding="utf-8")


def test_ruff_finds_what_is_never_used(project: Path, settings: Settings) -> None:
	assert not list(linting._ruff(settings))
	plant(project, "ppoc/planted.py", "import os\n")
	assert any("ppoc/planted.py:1:8: F401" in problem for problem in linting._ruff(settings))


IN_CODE = {
	"a command through a shell": ("import subprocess\nsubprocess.run(name, shell=True)\n", "S602"),
	"code that is made while it runs": ("eval(formula)\n", "S307"),
	"a request that may last for ever": ('import requests\nrequests.get("https://example.org")\n', "S113"),
	"a certificate that is not checked": (
		'import requests\nrequests.get("https://example.org", timeout=9, verify=False)\n',
		"S501",
	),
	"an object from foreign bytes": ("import pickle\npickle.loads(sent)\n", "S301"),
	"a digest that can be forged": ("import hashlib\nhashlib.md5(sent)\n", "S324"),
	"a key that can be guessed": ("import random\nkey = random.choice(letters)\n", "S311"),
	"SQL with a name in it": ('frappe.db.sql(f"select name from tabChild where name = {name}")\n', "S608"),
	"a parser of XML that loads entities": (
		"from xml.etree import ElementTree\nElementTree.fromstring(s)\n",
		"S314",
	),
	"markup of foreign text": ("from markupsafe import Markup\nMarkup(said)\n", "S704"),
}


def test_ruff_finds_what_is_unsafe(project: Path, settings: Settings) -> None:
	for number, (text, _rule) in enumerate(IN_CODE.values()):
		plant(project, f"ppoc/planted_{number}.py", text)
	found = list(linting._ruff(settings))
	for number, (name, (_text, rule)) in enumerate(IN_CODE.items()):
		where = f"ppoc/planted_{number}.py"
		assert any(problem.startswith(where) and f" {rule} " in problem for problem in found), name


def test_an_import_against_the_layers_is_found(project: Path, settings: Settings) -> None:
	plant_packages(project)
	assert not list(linting._layers(settings))
	plant(project, "ppoc/plans/__init__.py", "import ppoc.meetings\n")
	assert any("ppoc.plans -> ppoc.meetings" in problem for problem in linting._layers(settings))


def test_an_engine_that_reaches_frappe_is_found(project: Path, settings: Settings) -> None:
	plant_packages(project)
	plant(project, "ppoc/database/rows/__init__.py", "import frappe\n")
	plant(project, "ppoc/timescales/engine/__init__.py", "import ppoc.database.rows\n")
	found = list(linting._layers(settings))
	assert any("ppoc.timescales.engine is not allowed to import frappe" in problem for problem in found)


def plant_packages(project: Path) -> None:
	"""Plants an empty package for each module that the contracts name."""
	contracts = toml_of(project / "pyproject.toml")["tool"]["importlinter"]["contracts"]
	modules = ["ppoc.hooks"]
	for contract in contracts:
		modules += contract.get("source_modules", [])
		rooms = [room.strip() for layer in contract.get("layers", []) for room in layer.split("|")]
		for container in contract.get("containers", [""]):
			modules += [f"{container}.{room}".strip(".") for room in rooms]
	for module in modules:
		parts = module.split(".")
		for depth in range(1, len(parts) + 1):
			plant(project, "/".join([*parts[:depth], "__init__.py"]), "")


def test_eslint_finds_each_fault(project: Path, settings: Settings) -> None:
	"""One run for all: what takes its time is to start."""
	for number, (place, text, _rule) in enumerate(IN_SCRIPTS.values()):
		plant(project, place.replace(".", f"_{number}."), text)
	found = list(linting._scripts(settings))
	for number, (name, (place, _text, rule)) in enumerate(IN_SCRIPTS.items()):
		where = place.replace(".", f"_{number}.")
		assert any(problem.startswith(f"{where}:1: ") and f"({rule})" in problem for problem in found), name


def test_the_projects_own_checks_find_each_fault(project: Path, settings: Settings) -> None:
	assert [linting.write_messages(settings), *linting._checks(settings)] == [0]
	for number, (place, text, _says) in enumerate(IN_CHECKS.values()):
		plant(project, place.replace(".", f"_{number}."), text)
	found = list(linting._checks(settings))
	for number, (name, (place, _text, says)) in enumerate(IN_CHECKS.items()):
		where = "" if "catalogue" in name else place.replace(".", f"_{number}.")
		assert any(problem.startswith(where) and says in problem for problem in found), name


def test_json_that_does_not_parse_is_found(project: Path, settings: Settings) -> None:
	assert not list(linting._json(settings))
	plant(project, "ppoc/plan.json", '{"label": }')
	assert [problem.split(":")[0] for problem in linting._json(settings)] == ["ppoc/plan.json"]

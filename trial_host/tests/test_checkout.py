"""Another Frappe tree: its forks are taken from where they are, or stood in for, and its lock file is kept to."""

import json
from pathlib import Path

import pytest

from trial_host import checkout, system
from trial_host.checkout import Checkout
from trial_host.console import Stop

PYPROJECT = """
[project]
name = "frappe"
dependencies = [
	"Click~=8.1.7",
	"gunicorn @ git+https://git.example.org/frappe/gunicorn@2f5b49",
	"mysqlclient==2.2.7",
]
"""
PACKAGE = {
	"dependencies": {
		"air-datepicker": "github:frappe/air-datepicker",
		"frappe-charts": "^2.0.0-rc26",
		"vue": "^3.3.0",
		"sass": "^1.63.0",
	},
	"optionalDependencies": {"bufferutil": "^4.0.8"},
}
LOCK = """# yarn lockfile v1


"@vue/compiler-sfc@3.3.9", "@vue/compiler-sfc@^3.2.26":
  version "3.3.9"
  resolved "https://registry.example.org/compiler-sfc-3.3.9.tgz#59"

"air-datepicker@github:frappe/air-datepicker":
  version "2.2.3"
  resolved "https://git.example.org/air-datepicker.tar.gz"

"frappe-charts@^2.0.0-rc26":
  version "2.0.0-rc26"

picomatch@^2.0.4:
  version "2.3.1"

picomatch@^4.0.2:
  version "4.0.2"

vue@^3.3.0:
  version "3.3.9"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
	folder = tmp_path / "frappe"
	(folder / "frappe").mkdir(parents=True)
	(folder / "esbuild").mkdir()
	(folder / "frappe" / "__init__.py").write_text('__version__ = "15.0.0"\n')
	(folder / "pyproject.toml").write_text(PYPROJECT)
	(folder / "package.json").write_text(json.dumps(PACKAGE))
	(folder / "yarn.lock").write_text(LOCK)
	return folder


@pytest.fixture
def source(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	monkeypatch.setattr(checkout, "_answers", lambda url: False)
	return Checkout(tree).source(tmp_path / "cache")


def node_package(source: Path) -> dict[str, dict[str, str]]:
	return json.loads((source / "node" / "package.json").read_text())


def test_forks_that_do_not_answer_are_stood_in_for_and_named(
	capsys: pytest.CaptureFixture[str], source: Path
):
	assert (source / "requirements.txt").read_text().split() == [
		"Click~=8.1.7",
		"gunicorn==22.0.0",
		"mysqlclient==2.2.7",
	]
	assert node_package(source)["dependencies"]["air-datepicker"] == "2.2.3"
	said = capsys.readouterr().out
	assert "https://git.example.org/frappe/gunicorn does not answer: gunicorn==22.0.0" in said
	assert "air-datepicker 2.2.3 from the registry" in said


def test_a_fork_has_a_stand_in_for_each_python_that_it_does_not_build_on(
	tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr(checkout, "_answers", lambda url: False)
	pypika = "PyPika @ git+https://git.example.org/frappe/pypika@3ee0"
	(tree / "pyproject.toml").write_text(PYPROJECT.replace("Click~=8.1.7", pypika))
	lines = (Checkout(tree).source(tmp_path / "cache") / "requirements.txt").read_text().splitlines()
	assert lines[:2] == [
		"PyPika==0.48.9; python_version < '3.14'",
		"PyPika==0.50.0; python_version >= '3.14'",
	]


def test_forks_that_answer_are_used(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(checkout, "_answers", lambda url: True)
	source = Checkout(tree).source(tmp_path / "cache")
	assert (
		"gunicorn @ git+https://git.example.org/frappe/gunicorn@2f5b49"
		in (source / "requirements.txt").read_text()
	)
	assert node_package(source)["dependencies"]["air-datepicker"] == "github:frappe/air-datepicker"


def test_a_fork_that_nothing_is_known_to_stand_in_for_stops(
	tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr(checkout, "_answers", lambda url: False)
	(tree / "pyproject.toml").write_text(PYPROJECT.replace("gunicorn", "unheard-of"))
	with pytest.raises(Stop, match="unheard-of"):
		Checkout(tree).source(tmp_path / "cache")


def test_locked_versions_are_kept_to_at_every_depth(source: Path):
	package = node_package(source)
	assert package["dependencies"]["vue"] == "3.3.9"
	assert package["dependencies"]["sass"] == "^1.63.0"  # not locked
	assert package["overrides"] == {"@vue/compiler-sfc": "3.3.9"}  # picomatch is there twice
	assert "optionalDependencies" not in package


def test_a_version_that_was_withdrawn_is_replaced(source: Path):
	assert node_package(source)["dependencies"]["frappe-charts"] == "2.0.0-rc22"


def test_a_package_built_from_c_names_what_it_needs(tree: Path):
	assert [need.packages for need in Checkout(tree).needs()] == [
		("libmariadb-dev", "gcc", "libc6-dev", "pkg-config")
	]
	assert all(isinstance(need, system.Need) for need in Checkout(tree).needs())


def test_the_tree_says_which_python_it_runs_on(tree: Path):
	assert Checkout(tree).required_python == ">=3.10,<3.15"  # it says nothing: as the default host
	(tree / "pyproject.toml").write_text(f'{PYPROJECT}requires-python = ">=3.14,<3.15"\n')
	assert Checkout(tree).required_python == ">=3.14,<3.15"


def test_a_change_in_the_tree_is_another_source(source: Path, tree: Path, tmp_path: Path):
	(tree / "frappe" / "__init__.py").write_text('__version__ = "15.0.1"\n')
	(tree / "frappe" / "__pycache__").mkdir()
	changed = Checkout(tree).source(tmp_path / "cache")
	assert changed != source
	assert (changed / "apps" / "frappe" / "frappe" / "__init__.py").read_text() == '__version__ = "15.0.1"\n'
	assert not (changed / "apps" / "frappe" / "frappe" / "__pycache__").exists()


def test_a_folder_that_is_no_frappe_tree_is_refused(tmp_path: Path):
	with pytest.raises(Stop, match=r"is no Frappe source tree .* it has no pyproject\.toml"):
		Checkout(tmp_path)

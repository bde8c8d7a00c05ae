"""Frappe's names are put back everywhere and nowhere else, and a tree that differs is noticed."""

from pathlib import Path

import pytest

from trial_host import snapshot
from trial_host.console import Stop


@pytest.fixture
def package(tmp_path: Path) -> Path:
	source = tmp_path / "theirs" / "criscostack"
	(source / "utils").mkdir(parents=True)
	(source / "public").mkdir()
	(source / "utils" / "brik_helper.py").write_text("import criscostack\n# Criscostack, CRISCOSTACK\n")
	(source / "criscostackclient.py").write_text("from criscoerp import Criscoerp\n# by Crisco\n")
	(source / "public" / "logo.png").write_bytes(b"\x89PNG\0criscostack")
	(source / ".DS_Store").write_bytes(b"x")
	return source


def test_names_are_put_back_in_texts_and_paths(package: Path, tmp_path: Path):
	count = snapshot.put_names_back(package, tmp_path / "frappe")
	tree = tmp_path / "frappe" / "frappe"
	assert count == 3
	assert (tree / "utils" / "bench_helper.py").read_text() == "import frappe\n# Frappe, FRAPPE\n"
	assert (tree / "frappeclient.py").read_text() == "from erpnext import ERPNext\n# by Frappe\n"


def test_pictures_stay_as_they_are(package: Path, tmp_path: Path):
	snapshot.put_names_back(package, tmp_path / "frappe")
	assert (tmp_path / "frappe" / "frappe" / "public" / "logo.png").read_bytes() == b"\x89PNG\0criscostack"


def test_the_manifest_notices_content_and_place(package: Path, tmp_path: Path):
	snapshot.put_names_back(package, tmp_path / "frappe")
	client = tmp_path / "frappe" / "frappe" / "frappeclient.py"
	whole = snapshot.manifest_of(tmp_path / "frappe")
	client.write_text(client.read_text() + "\n")
	changed = snapshot.manifest_of(tmp_path / "frappe")
	client.unlink()
	missing = snapshot.manifest_of(tmp_path / "frappe")
	assert len({whole, changed, missing}) == 3


def test_compiled_files_do_not_count(package: Path, tmp_path: Path):
	snapshot.put_names_back(package, tmp_path / "frappe")
	before = snapshot.manifest_of(tmp_path / "frappe")
	cache = tmp_path / "frappe" / "frappe" / "__pycache__"
	cache.mkdir()
	(cache / "frappeclient.cpython-311.pyc").write_bytes(b"x")
	assert snapshot.manifest_of(tmp_path / "frappe") == before


def test_another_tree_is_refused_in_plain_words(package: Path, tmp_path: Path):
	snapshot.put_names_back(package, tmp_path / "frappe")
	with pytest.raises(Stop, match="is not the expected one"):
		snapshot.check(tmp_path / "frappe")


def test_dependencies_are_read_from_the_metadata(tmp_path: Path):
	metadata = tmp_path / "METADATA"
	metadata.write_text("Name: x\nRequires-Dist: Babel~=2.12.1\nRequires-Dist: bleach[css]~=6.0.0\n\nText\n")
	assert snapshot.requirements_of(metadata) == ["Babel~=2.12.1", "bleach[css]~=6.0.0"]


def test_lines_that_later_libraries_refuse_are_mended_or_missed(tmp_path: Path):
	file = tmp_path / "frappe" / "utils" / "typing_validations.py"
	file.parent.mkdir(parents=True)
	file.write_text("class FrappePydanticConfig:\n\tarbitrary_types_allowed = True\n\n\ndef rest(): ...\n")
	snapshot.mend(tmp_path)
	assert (
		file.read_text() == 'FrappePydanticConfig = {"arbitrary_types_allowed": True}\n\n\ndef rest(): ...\n'
	)
	with pytest.raises(Stop, match=r"typing_validations\.py"):
		snapshot.mend(tmp_path)

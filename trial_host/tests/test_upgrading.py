"""`./dev upgrade`: what counts as a difference, and that the present files take the place of the former ones."""

from __future__ import annotations

from pathlib import Path

from trial_host import upgrading
from trial_host.upgrading import Found

BEFORE: Found = {
	"Child": {"CH-1": {"name": "Ada", "locality": "North"}},
	"Made": {"word": "Obstacles", "rules": {"a": [3]}},
}


def told(after: Found) -> list[str]:
	return list(upgrading.differences(BEFORE, after))


def test_what_a_release_adds_is_no_difference():
	after: Found = {
		"Child": {"CH-1": {"name": "Ada", "locality": "North", "nhs": ""}, "CH-2": {}},
		"Made": {"word": "Obstacles", "rules": {"a": [3], "b": [1]}},
		"Forum": {},
	}
	assert told(after) == []


def test_a_record_a_value_and_a_change_of_the_administrator_that_went_are_named():
	after: Found = {
		"Child": {"CH-1": {"name": "Ada", "locality": "South"}},
		"Made": {"word": "Barriers", "rules": {}},
	}
	assert told(after) == [
		"Child CH-1: locality was North and is South",
		"Made: word was Obstacles and is Barriers",
		"Made rules: a is gone",
	]
	assert told({}) == ["Child CH-1 is gone", "Made word is gone", "Made rules is gone"]


def test_the_present_files_take_the_place_of_the_former_and_the_data_stay(tmp_path: Path):
	(tmp_path / ".trial" / "demo").mkdir(parents=True)
	(tmp_path / "ppoc" / "gone").mkdir(parents=True)
	(tmp_path / "ppoc" / "gone" / "former.py").write_text("")
	upgrading._replace(tmp_path)
	assert (tmp_path / ".trial" / "demo").is_dir()
	assert not (tmp_path / "ppoc" / "gone").exists()
	assert (tmp_path / "dev").read_bytes() == (upgrading.ROOT / "dev").read_bytes()

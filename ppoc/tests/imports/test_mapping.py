"""Columns are recognised by many names, and applying a saved mapping shows how a file differs from it."""

from __future__ import annotations

import pytest

from ppoc.imports.mapping import NameIndex, TargetField, apply_saved, normalise, suggest

FIELDS = (
	TargetField("child_id", "Child's ID", synonyms=("mosaic id",), required=True),
	TargetField("date_of_birth", "Date of birth", "date", ("dob",)),
	TargetField("predicted_start", "Predicted start", "date"),
	TargetField("predicted_finish", "Predicted finish", "date"),
)


def suggested(*headers: str) -> dict[str, str]:
	return {found.header: found.field for found in suggest(headers, FIELDS)}


@pytest.mark.parametrize(
	("written", "normal"),
	[("DateOfBirth", "date of birth"), (" D.O.B. ", "dob"), ("Prénom", "prenom"), ("child_id", "child id")],
)
def test_names_are_compared_without_their_dress(written: str, normal: str):
	assert normalise(written) == normal


@pytest.mark.requirement("X2.2")
def test_known_names_are_certain_and_similar_ones_less_so():
	found = suggest(["MOSAIC ID", "Predicted Start Dte", "Weather"], FIELDS)
	assert [(one.header, one.field) for one in found] == [
		("MOSAIC ID", "child_id"),
		("Predicted Start Dte", "predicted_start"),
	]
	assert found[0].confidence == 1
	assert 0.8 < found[1].confidence < 1


@pytest.mark.requirement("X2.2")
def test_each_field_goes_to_one_column_and_the_surest_wins():
	assert suggested("DOB (verified)", "Date of Birth", "dob") == {"Date of Birth": "date_of_birth"}


def test_start_and_finish_are_not_confused():
	assert suggested("Predicted Finish", "Predicted Start") == {
		"Predicted Finish": "predicted_finish",
		"Predicted Start": "predicted_start",
	}


@pytest.mark.requirement("X2.2")
def test_a_saved_mapping_finds_its_columns_again_and_names_what_differs():
	saved = {"Mosaic ID": "child_id", "Born": "date_of_birth", "Colour": "", "Gone": "predicted_start"}
	applied = apply_saved(saved, ["BORN", "mosaic_id", "Colour", "Extra"], FIELDS)
	assert applied.columns == {"child_id": "mosaic_id", "date_of_birth": "BORN"}
	assert applied.missing == ("Gone",)
	assert applied.new == ("Extra",)
	assert applied.required_missing == ()


@pytest.mark.requirement("X2.2")
def test_a_required_field_without_a_column_is_named():
	assert apply_saved({"Born": "date_of_birth"}, ["Born"], FIELDS).required_missing == ("Child's ID",)


def test_records_are_found_by_name_in_any_case_and_two_of_a_name_stay_two():
	index = NameIndex([("Larkspur CIC", "T1"), ("Larkspur  cic", "T1"), ("Heron", "T2"), ("HERON", "T3")])
	assert index.find("LARKSPUR-CIC") == {"T1"}
	assert index.find("heron") == {"T2", "T3"}
	assert index.find("Wren") == set()
	assert index.nearest("Larkspr CIC", 1) == ["Larkspur CIC"]

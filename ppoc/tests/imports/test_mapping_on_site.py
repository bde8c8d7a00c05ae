"""Mappings are suggested for a file, corrected, checked and saved."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ppoc.exceptions import MappingError
from ppoc.imports import mapping_api
from ppoc.imports.loading_rights import NotALoaderError
from ppoc.imports.saved_mappings import saved_mapping
from ppoc.imports.uploads import Limits
from ppoc.tests.imports.workbook_factories import child_row, plan_row, tracker

pytestmark = pytest.mark.requirement("X2.2")
ID_COLUMN = {"sheet": "", "source_column": "Case ID", "target": "Child.child_id"}


@pytest.fixture
def coordinator(site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]) -> str:
	user = user_with("Team Coordinator")
	set_user(user)
	return user


def send(name: str, content: bytes) -> None:
	"""Sets up a request that carries one file."""
	data = {"files": (io.BytesIO(content), name)}
	frappe.local.request = Request(EnvironBuilder(method="POST", data=data).get_environ())


def test_a_mapping_is_suggested_for_an_extract(coordinator: str):
	send("extract.csv", b"Case ID,D.O.B.,Shoe size\n1,01/02/2015,3\n")
	suggested = mapping_api.suggest("Extract")
	assert [(one["source_column"], one["target"]) for one in suggested["columns"]] == [
		("Case ID", "Child.child_id"),
		("D.O.B.", "Child.date_of_birth"),
		("Shoe size", ""),
	]
	assert {"value": "Child.team", "label": "Team"} in suggested["targets"][""]


@pytest.mark.requirement("P5.3")
def test_a_mapping_is_suggested_for_each_tab_of_a_tracker_and_fits_when_saved(coordinator: str):
	upload = tracker([child_row()], sgo=[plan_row()])
	send("tracker.xlsx", upload.read(Limits()))
	suggested = mapping_api.suggest("Tracker workbook")
	by_place = {(one["sheet"], one["source_column"]): one["target"] for one in suggested["columns"]}
	assert by_place["All Data", "Allocated SW"] == "Child.social_worker"
	assert by_place["SGO", "Predicted Start Date"] == "Permanence Plan.predicted_start"
	assert by_place["RU", "Next actions"] == "Action.action"
	name = mapping_api.save("Zz tracker", "Tracker workbook", suggested["columns"])
	assert saved_mapping(name, "Tracker workbook").columns["SGO"]["Due date"] == "action_due"


def test_a_file_that_cannot_be_read_is_answered_with_its_findings(coordinator: str):
	send("tracker.xlsx", b"")
	answer = mapping_api.suggest("Tracker workbook")
	assert answer["columns"] == []
	assert "empty" in answer["findings"][0]["message"]


def test_a_mapping_is_kept_and_kept_again_under_its_name(coordinator: str):
	mapping_api.save("Zz mine", "Extract", [ID_COLUMN], "Children")
	again = {"sheet": "", "source_column": "Born", "target": "Child.date_of_birth"}
	mapping_api.save("Zz mine", "Extract", json.dumps([ID_COLUMN, again]), "Children")
	assert saved_mapping("Zz mine", "Extract").columns == {
		"": {"Case ID": "child_id", "Born": "date_of_birth"}
	}


@pytest.mark.parametrize(
	("columns", "says"),
	[
		([{**ID_COLUMN, "target": ""}], "at least one column"),
		([{**ID_COLUMN, "target": "User.password"}], "no field User.password"),
		([ID_COLUMN, {**ID_COLUMN, "source_column": "Other"}], "Two columns go to"),
	],
)
def test_a_mapping_that_cannot_work_is_refused(coordinator: str, columns: list[dict[str, str]], says: str):
	with pytest.raises(MappingError, match=says):
		mapping_api.save("Zz mine", "Extract", columns, "Children")


def test_the_name_of_a_mapping_for_something_else_is_taken(coordinator: str):
	mapping_api.save("Zz mine", "Extract", [ID_COLUMN], "Children")
	worker = {"sheet": "", "source_column": "ID", "target": "Worker.worker_id"}
	with pytest.raises(MappingError, match="something else"):
		mapping_api.save("Zz mine", "Extract", [worker], "Workers")


def test_who_may_not_load_children_gets_no_suggestion(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], Any]
):
	set_user(user_with("Social Worker"))
	send("extract.csv", b"Case ID\n1\n")
	with pytest.raises(NotALoaderError):
		mapping_api.suggest("Extract")
	with pytest.raises(NotALoaderError):
		mapping_api.save("Zz mine", "Extract", [ID_COLUMN], "Children")


def test_a_load_at_night_is_made_in_ones_own_name(coordinator: str):
	mapping = frappe.get_doc(
		"Import Mapping", mapping_api.save("Zz mine", "Extract", [ID_COLUMN], "Children")
	)
	mapping.update({"nightly": 1, "nightly_user": "Administrator"})
	with pytest.raises(MappingError, match="your own name"):
		mapping.save()
	mapping.reload()
	mapping.update({"nightly": 1, "nightly_user": coordinator})
	mapping.save()
	assert frappe.db.get_value("Import Mapping", mapping.name, "nightly_user") == coordinator


def test_a_tracker_is_not_loaded_at_night(coordinator: str):
	mapping = frappe.new_doc("Import Mapping")
	mapping.update(
		{"mapping_name": "Zz t", "kind": "Tracker workbook", "nightly": 1, "nightly_user": coordinator}
	)
	with pytest.raises(MappingError, match="by hand"):
		mapping.insert()

"""The feed read over HTTP by a client that is not ours (python-odata)."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from odata import ODataService
from odata.exceptions import ODataError

pytestmark = [pytest.mark.requirement("X2.3"), pytest.mark.commits]


def test_a_client_finds_the_lists_by_itself_and_reads_the_own_rows(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	child = service.entities["Child"]
	found = service.query(child).filter(child.team == reader.team).order_by(child.first_name.asc()).all()
	assert [one.full_name for one in found] == ["Ada Elm", "Ben Elm"]
	everybody = {one.full_name for one in service.query(child)}
	assert "Hidden Child" not in everybody
	plan = service.entities["PermanencePlan"]
	assert {one.status for one in service.query(plan).filter(plan.team == reader.team)} == {"Prioritised"}


def test_a_client_reads_a_report(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	tracker = service.entities["ReportTracker"]
	assert {one.child_name for one in service.query(tracker).filter(tracker.team == reader.team)} == {
		"Ada Elm", "Ben Elm",
	}  # fmt: skip


def test_a_client_is_told_what_is_wrong(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	child = service.entities["Child"]
	with pytest.raises(ODataError):
		service.query(child).filter("no_such eq 1").all()


def test_without_a_key_or_with_a_wrong_one_there_is_nothing(reader: Any) -> None:
	nobody = requests.get(reader.root, timeout=30)
	assert nobody.status_code == 401
	assert nobody.headers["WWW-Authenticate"].startswith("Basic")
	assert requests.get(reader.root, auth=("feedkey", "wrong"), timeout=30).status_code == 401
	token = requests.get(reader.root, headers={"Authorization": "token feedkey:feedsecret"}, timeout=30)
	assert token.status_code == 200

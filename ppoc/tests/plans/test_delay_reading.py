"""Who still has to read why a child has no agreed plan; plain values."""

from __future__ import annotations

import pytest

from ppoc.plans.delay.reading import to_mark

OFFICER, HEAD = "Independent Reviewing Officer", "Head of Service"
pytestmark = pytest.mark.requirement("Y11")


@pytest.mark.parametrize(
	("reason", "roles", "fields"),
	[
		({}, [OFFICER], ["read_by_officer"]),
		({}, [HEAD, "Team Manager"], ["read_by_head"]),
		({}, [OFFICER, HEAD], ["read_by_officer", "read_by_head"]),
		({"read_by_head": "somebody@example.org"}, [OFFICER, HEAD], ["read_by_officer"]),
		({"read_by_head": "somebody@example.org"}, [HEAD], []),
		({}, ["Team Manager"], []),
	],
)
def test_each_of_them_marks_what_nobody_of_their_role_has_read(reason, roles, fields):
	assert to_mark(reason, roles) == fields

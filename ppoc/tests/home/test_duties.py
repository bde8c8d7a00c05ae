"""Who has which duties; plain values."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.home.duties import DUTIES, Reader, duties_of

ROLES = {role for duty in DUTIES for role in duty.roles}


def reader(*roles: str, worker: str = "W-1") -> Reader:
	return Reader("ada@example.org", worker, frozenset(roles), frozenset({"North"}), (), date(2026, 11, 28))


def keys(person: Reader) -> set[str]:
	return {duty.key for duty in duties_of(person)}


def test_every_duty_has_a_key_and_words_of_its_own() -> None:
	assert len({duty.key for duty in DUTIES}) == len(DUTIES)
	for duty in DUTIES:
		assert duty.rest, duty.key
		assert duty.due or duty.since, duty.key
		assert ("{0}" in duty.says) == bool(duty.text), duty.key


@pytest.mark.parametrize(
	("role", "has", "lacks"),
	[
		("Team Coordinator", {"meetings_to_close", "forms", "undated"}, {"to_authorise", "disclosures"}),
		("Social Worker", {"own_dates", "updates", "placements"}, {"undated", "late_actions"}),
		("Independent Reviewing Officer", {"child_dates", "unplanned", "home_orders"}, {"notes", "forms"}),
		("Performance Officer", {"missed_forms", "draft_reports", "disagreements"}, {"late_actions"}),
		("Permanence Manager", {"unplanned", "starts_passed", "chaired"}, {"to_authorise"}),
		("Legal Adviser", {"disclosures", "complaints", "deadlines"}, {"undated"}),
		(
			"Head of Service",
			{"no_potential", "to_authorise", "role_escalations", "home_orders"},
			{"case_notes"},
		),
	],
)
def test_a_role_has_its_own_duties_beside_everybody_s(role: str, has: set[str], lacks: set[str]) -> None:
	assert has <= keys(reader(role))
	assert not lacks & keys(reader(role))


def test_somebody_with_two_roles_has_the_duties_of_both() -> None:
	both = keys(reader("Team Manager", "Legal Adviser"))
	assert both == keys(reader("Team Manager")) | keys(reader("Legal Adviser"))


def test_who_has_no_role_has_only_what_is_put_to_a_person() -> None:
	assert keys(reader()) == {duty.key for duty in DUTIES if not duty.roles}
	assert keys(reader(worker="")) == {duty.key for duty in DUTIES if not duty.roles and not duty.only_worker}


def test_a_list_is_never_asked_for_nothing() -> None:
	"""An empty `in` would be an error in SQL."""
	for duty in DUTIES:
		for operator, value in duty.filters(
			Reader("", "", frozenset(), frozenset(), (), date(2026, 11, 28))
		).values():
			assert operator != "in" or value, duty.key

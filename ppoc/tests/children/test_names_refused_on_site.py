"""What is typed where no names may stand is checked before it is saved, and the words say what to write instead."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document

from ppoc.exceptions import NameInTextError
from ppoc.tests.factories import grant, make_child, make_meeting, make_team, make_worker

pytestmark = pytest.mark.requirement("X4.5")


@pytest.fixture
def team(site: str, user_with: Callable[..., str], set_user: Callable) -> Document:
	"""A team; its manager is logged in. Another team elsewhere can take a child."""
	team = make_team()
	team.manager = user_with("Team Manager")
	team.there = make_team()
	there = user_with("Team Manager")
	grant(there, team.there.locality)
	frappe.db.set_value("Worker", team.there.team_manager, "user", there)
	grant(team.manager, team.locality)
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Elm"}).insert().name
	team.child = make_child(team=team.name, first_name="Ada", last_name="Elm", sibling_group=group)
	team.brother = make_child(team=team.name, first_name="Bo", last_name="Ashby", sibling_group=group)
	set_user(team.manager)
	return team


def offer(team: Document, reason: str) -> Document:
	values = {"child": team.child.name, "to_team": team.there.name, "reason": reason}
	return frappe.get_doc({"doctype": "Handover", **values}).insert()


@pytest.mark.parametrize(
	"reason", ["Ada has moved to her aunt.", "Moved with her brother Bo.", "The ELM family moved"]
)
def test_an_offer_that_names_the_child_or_a_sibling_is_refused(team: Document, reason: str) -> None:
	with pytest.raises(NameInTextError, match=r"names a child: “.*instead") as refused:
		offer(team, reason)
	assert team.child.child_id in str(refused.value)
	assert not frappe.db.exists("Handover", {"child": team.child.name})
	assert offer(team, "The child has moved to an aunt.").status == "Offered"


def test_a_revoked_offer_names_nobody_either(team: Document) -> None:
	from ppoc.children.handovers.api import answer

	doc = offer(team, "The family moved.")
	with pytest.raises(NameInTextError):
		answer(doc.name, "Revoke", str(doc.modified), reason="Ada stays with us.")
	assert answer(doc.name, "Revoke", str(doc.modified), reason="The child stays with us.") == "Revoked"


def test_a_sibling_whom_the_writer_may_not_see_is_not_told_by_a_refusal(
	team: Document, set_user: Callable
) -> None:
	with set_user("Administrator"):
		locality = make_team().locality
		frappe.db.set_value("Child", team.brother.name, {"locality": locality, "team": None})
	assert offer(team, "Moved with Bo.").status == "Offered"


def test_searches_for_one_child_name_no_other(team: Document) -> None:
	need = {
		"doctype": "Unmet Need",
		"child": team.child.name,
		"kind": "Sibling group",
		"need": "A home for two",
	}
	with pytest.raises(NameInTextError):
		frappe.get_doc({**need, "looked_for": "Twelve homes asked for Bo too."}).insert(ignore_mandatory=True)
	frappe.get_doc({**need, "looked_for": "Twelve homes asked for Ada."}).insert(ignore_mandatory=True)


def test_any_other_business_names_no_restricted_child_of_the_meeting(
	team: Document, set_user: Callable
) -> None:
	with set_user("Administrator"):
		frappe.db.set_value("Child", team.child.name, "potential", "Uncertain")
		meeting = make_meeting(forum="Identification Meeting", team=team.name, chair=make_worker().name)
		talk = frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="child")
		assert team.child.name in talk
		row = {"doctype": "Child Allowed Person", "user": team.manager, "reason": "Manager"}
		child = frappe.get_doc("Child", team.child.name)
		child.update(
			{"restricted": 1, "restriction_reason": "A relative works here", "allowed_people": [row]}
		)
		child.save()
	meeting = frappe.get_doc("Meeting", meeting.name)
	meeting.any_other_business = "Ask about Ada next time."
	with pytest.raises(NameInTextError, match="Everybody reads this"):
		meeting.save()
	meeting.reload()
	meeting.any_other_business = "Ask about Bo next time."
	meeting.save()

"""Actions on the site: which plans they may belong to."""

from __future__ import annotations

import pytest

from ppoc.exceptions import ActionPlanError
from ppoc.tests.factories import make_action, make_child, make_plan

pytestmark = pytest.mark.usefixtures("site")


def test_a_plan_brings_its_child() -> None:
	plan = make_plan()
	assert make_action(child=None, plan=plan.name).child == plan.child


def test_an_action_hangs_on_no_other_childs_plan() -> None:
	plan, other = make_plan(), make_child()
	with pytest.raises(ActionPlanError, match="another child"):
		make_action(child=other.name, plan=plan.name)
	action = make_action(child=plan.child, plan=plan.name)
	with pytest.raises(ActionPlanError):
		action.update({"child": other.name}).save()


def test_one_written_before_the_rule_can_still_be_closed() -> None:
	plan = make_plan()
	action = make_action(child=plan.child, plan=plan.name)
	action.db_set("plan", make_plan().name, update_modified=False)
	action.reload()
	action.update({"status": "Done", "outcome": "Aunt was visited."}).save()
	assert action.status == "Done"

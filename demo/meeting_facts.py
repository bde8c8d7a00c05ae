"""What the participants have in front of them in a meeting: the children on its agenda and their workers."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from demo.discussions import ChildOnAgenda
from ppoc.access.rules import may_see_children
from ppoc.database.dates import NO_DATE, SOME_DATE


def listed_in(meeting: str, user: str) -> list[ChildOnAgenda]:
	"""The children on a meeting's agenda whom this person may see and who have not been discussed yet."""
	discussion, child, plan = (
		frappe.qb.DocType(d) for d in ("Meeting Discussion", "Child", "Permanence Plan")
	)
	rows = (
		frappe.qb.from_(discussion)
		.join(child)
		.on(child.name == discussion.child)
		.left_join(plan)
		.on(plan.name == discussion.plan)
		.select(
			discussion.name.as_("discussion"),
			discussion.child,
			discussion.purpose,
			discussion.plan,
			child.child_id,
			child.potential,
			child.potential_decided_on,
			plan.status.as_("plan_status"),
			plan.prioritised_on,
			plan.predicted_start,
			plan.predicted_finish,
			plan.times_moved,
		)
		.where((discussion.meeting == meeting) & (discussion.state == "To do"))
		.orderby(discussion.position)
		.run(as_dict=True)
	)
	seen = may_see_children(user, [row.child for row in rows])
	barriers = _open_barriers([row.plan for row in rows if row.plan])
	challenged = _challenged([row.child for row in rows])
	stopped = _stopped([row.child for row in rows])
	return [_listed(row, barriers, challenged, stopped) for row in rows if row.child in seen]


def discussed_in(meeting: str) -> dict[str, int]:
	"""How many children a meeting has discussed already, by purpose."""
	filters = {"meeting": meeting, "state": "Done"}
	return Counter(frappe.get_all("Meeting Discussion", filters=filters, pluck="purpose"))


def _listed(
	row: Any, barriers: dict[str, tuple[str, ...]], challenged: set[str], stopped: dict[str, date]
) -> ChildOnAgenda:
	return ChildOnAgenda(
		discussion=row.discussion,
		child=row.child,
		child_id=row.child_id,
		purpose=row.purpose,
		potential=row.potential or "",
		decided_on=getdate(row.potential_decided_on) if row.potential_decided_on else None,
		was_challenged=row.child in challenged,
		stopped_on=stopped.get(row.child),
		plan=row.plan or "",
		plan_status=row.plan_status or "",
		prioritised_on=row.prioritised_on,
		predicted_start=row.predicted_start,
		predicted_finish=row.predicted_finish,
		times_moved=row.times_moved or 0,
		open_barriers=barriers.get(row.plan, ()),
	)


def _open_barriers(plans: list[str]) -> dict[str, tuple[str, ...]]:
	found: dict[str, list[str]] = defaultdict(list)
	filters = {
		"parent": ["in", plans or [""]],
		"parenttype": "Permanence Plan",
		"resolved_on": NO_DATE,
	}
	for row in frappe.get_all("Plan Barrier", filters=filters, fields=["parent", "category"]):
		found[row.parent].append(row.category)
	return {plan: tuple(categories) for plan, categories in found.items()}


def _challenged(children: list[str]) -> set[str]:
	filters = {"child": ["in", children or [""]], "decision": "Challenged"}
	return set(frappe.get_all("Panel Decision", filters=filters, pluck="child"))


def _stopped(children: list[str]) -> dict[str, date]:
	filters = {
		"child": ["in", children or [""]],
		"status": "No longer prioritised",
		"removed_on": SOME_DATE,
	}
	rows = frappe.get_all(
		"Permanence Plan", filters=filters, fields=["child", "removed_on"], order_by="removed_on asc"
	)
	return {row.child: getdate(row.removed_on) for row in rows}


def workers_of(children: list[str]) -> dict[str, dict[str, str]]:
	"""Each child's workers, by their part."""
	rows = frappe.get_all(
		"Child",
		filters={"name": ["in", children or [""]]},
		fields=["name", "team", "social_worker", "supervising_social_worker", "reviewing_officer"],
	)
	teams = {
		row.name: row
		for row in frappe.get_all(
			"Team", fields=["name", "locality", "team_manager", "practice_supervisor", "team_coordinator"]
		)
	}
	heads = dict(frappe.get_all("Locality", fields=["name", "head_of_service"], as_list=True))
	return {
		row.name: {
			"social worker": row.social_worker,
			"supervising social worker": row.supervising_social_worker or row.social_worker,
			"reviewing officer": row.reviewing_officer,
			"team manager": teams[row.team].team_manager,
			"practice supervisor": teams[row.team].practice_supervisor,
			"team coordinator": teams[row.team].team_coordinator,
			"head of service": heads[teams[row.team].locality],
		}
		for row in rows
		if row.team in teams
	}

"""Sets flags that follow from a step and are told at once instead of the next morning."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, nowdate

from ppoc.children.flags.database import FLAG, locality_of, told, who_sees

TEAM_POSTS = {
	"Team Manager": "team_manager",
	"Practice Supervisor": "practice_supervisor",
	"Team Coordinator": "team_coordinator",
}
CHILD_POSTS = {"Social Worker": "social_worker", "Supervising Social Worker": "supervising_social_worker"}


def tell_now(role: str, message: str, child: str) -> bool:
	"""Sets a flag for whoever has the role for this child, and tells them today, even on a non-working day.

	If nobody is named for the role, the flag is for everybody who has the role and access to the child's locality.

	Returns:
		Whether anybody who may see the child was told.
	"""
	for whom in _candidates(role, child):
		flag = frappe.new_doc(FLAG)
		flag.update({**whom, "message": message, "shows_on": nowdate(), "child": child})
		flag.locality = locality_of(flag)
		if not who_sees(flag):
			continue
		flag.flags.ignore_permissions = True  # it follows from a step that the user may take
		flag.insert()
		users = told(flag)
		flag.told_on, flag.told = getdate(nowdate()), ", ".join(users)
		flag.flags.coming_up = True
		flag.save(ignore_permissions=True)  # triggers the Notification “Flag comes up”
		return bool(users)
	return False


def _candidates(role: str, child: str) -> list[dict[str, str]]:
	facts = frappe.db.get_value("Child", child, ["team", "locality", *CHILD_POSTS.values()], as_dict=True)
	worker = None
	if role in TEAM_POSTS and facts.team:
		worker = frappe.db.get_value("Team", facts.team, TEAM_POSTS[role])
	elif role in CHILD_POSTS:
		worker = facts[CHILD_POSTS[role]]
	elif role == "Head of Service" and facts.locality:
		worker = frappe.db.get_value("Locality", facts.locality, "head_of_service")
	return [*([{"for_worker": worker}] if worker else []), {"for_role": role}]

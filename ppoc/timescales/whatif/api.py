"""Whitelisted calls of the What if page. None of them writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate

from ppoc.exceptions import TimescaleRuleError
from ppoc.timescales.api import unsaved_rule
from ppoc.timescales.packs.database import folders
from ppoc.timescales.packs.reading import PackError
from ppoc.timescales.whatif import database
from ppoc.timescales.whatif.lateness import Counting, counted
from ppoc.timescales.whatif.meeting_workload import forum_loads, role_loads
from ppoc.timescales.whatif.scenarios import BESIDE, INSTEAD, Scenario, with_pack, with_rule
from ppoc.translating import translated

PAGE = "what-if"
MOST_MONTHS = 12


@dataclass(frozen=True)
class ComparisonRequest:
	"""The comparison that a user asked for."""

	now: Scenario
	then: Scenario
	place: database.ComparedArea
	months: int
	today: date

	@property
	def ahead(self) -> date:
		"""Returns the last day of the forecast."""
		return getdate(add_months(self.today, self.months))


@frappe.whitelist(methods=["GET"])
def packs() -> list[dict[str, str]]:
	"""Returns the packs that the caseload can be tried under."""
	_check_may()
	return database.packs()


@frappe.whitelist(methods=["POST"])
def count(
	pack: str = "",
	mode: str = INSTEAD,
	rule: str | dict | None = None,
	months: int = 3,
	locality: str = "",
	team: str = "",
	after: str = "",
) -> dict[str, Any]:
	"""Counts what the rules in force and the alternative lead to, for the next children by name whom the user may see.

	Args:
		pack: the folder of the pack to try.
		mode: Instead of the packs in force, or Beside them.
		rule: instead of a pack: one rule for children as it is on its form, saved or not.
		months: how far to look ahead, in months.
		locality, team: count only their children.
		after: start after this name, which the batch before returned as `next`.

	Returns:
		now, then: outcomes to add up; batch, total: numbers of children; next: the name to start after, or "".
	"""
	asked = _asked(pack, mode, rule, months, locality, team)
	countings = [Counting(scenario, asked.today, asked.ahead) for scenario in (asked.now, asked.then)]
	types = frozenset().union(*(counting.engine.types_used for counting in countings))
	children, last = database.children_after(asked.place, after, types, asked.today)
	now, then = (counted(counting, children).as_dict() for counting in countings)
	return {
		"now": now,
		"then": then,
		"batch": len(children),
		"total": database.how_many(asked.place) if not after else None,
		"next": last,
	}


@frappe.whitelist(methods=["POST"])
def load(
	discussed: str | dict,
	pack: str = "",
	mode: str = INSTEAD,
	rule: str | dict | None = None,
	months: int = 3,
	locality: str = "",
	team: str = "",
) -> dict[str, Any]:
	"""Returns how often people would have to meet.

	Args:
		discussed: now, then: forum → how often children are to be discussed, as counted.
	"""
	asked = _asked(pack, mode, rule, months, locality, team)
	numbers, people = frappe.parse_json(discussed), database.service(asked.place)
	answer = {}
	for key, scenario in (("now", asked.now), ("then", asked.then)):
		known = {str(forum): cint(number) for forum, number in (numbers.get(key) or {}).items()}
		loads = forum_loads(scenario.forums, known, people, asked.months)
		roles = role_loads(scenario.forums, loads, people)
		answer[key] = {
			"forums": [asdict(one) for one in loads],
			"roles": {who: asdict(role) for who, role in roles.items()},
		}
	return answer


def _asked(
	pack: str, mode: str, rule: str | dict | None, months: int, locality: str, team: str
) -> ComparisonRequest:
	_check_may()
	place = database.ComparedArea(locality or "", team or "")
	now = database.in_force(place)
	if rule:
		doc = unsaved_rule(rule)
		doc.validate()
		if doc.applies_to != "Child":
			frappe.throw(_("This rule is not for children."), TimescaleRuleError, title=_("What If"))
		then = with_rule(now, database.changed_rule(doc))
	else:
		then = _under_pack(now, pack, mode)
	return ComparisonRequest(now, then, place, min(max(cint(months), 1), MOST_MONTHS), getdate())


def _under_pack(now: Scenario, pack: str, mode: str) -> Scenario:
	if pack not in folders() or mode not in (INSTEAD, BESIDE):
		frappe.throw(_("Choose a practice pack to try."), TimescaleRuleError, title=_("What If"))
	try:
		name, other = database.of_pack(pack)
	except PackError as error:
		frappe.throw(translated(error), TimescaleRuleError, title=_("What If"))
	return with_pack(now, name, other, mode)


def _check_may() -> None:
	if not frappe.get_cached_doc("Page", PAGE).is_permitted():
		frappe.throw(
			_("What if is for managers and coordinators."), frappe.PermissionError, title=_("What If")
		)
	frappe.has_permission("Timescale Rule", "read", throw=True)

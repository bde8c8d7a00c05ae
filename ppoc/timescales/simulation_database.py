"""Tries a rule on existing records before it is enabled. Reads only."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access import rules as access
from ppoc.timescales.descriptions import day_words, state_words
from ppoc.timescales.explanations_database import (
	explain_computed,
	how_many,
	source_of,
	subject_of,
	subjects_after,
)
from ppoc.timescales.rules_database import CHILD, SCHEDULE, rules_in_force
from ppoc.timescales.simulation import DueDateChange, Tally, Trial, changes

BATCH = 2000


def try_on_one(rule: Document, child: str, today: date) -> dict[str, Any]:
	"""Returns what the rule gives for a child, with explanations. The caller has checked access to the child."""
	engine_rule = rule.as_rule()
	trial = Trial(rules_in_force(CHILD).engine, engine_rule)
	subject = subject_of(CHILD, child, trial.types, today)
	assert subject
	before, after = trial.computed(subject, today, subject.days)
	source = source_of(rule, subject)
	known = {one.key: one for one in before}
	dates = [
		{
			"words": _one_words(one, today),
			"was": _one_words(known[one.key], today) if one.key in known else "",
			"explanation": explain_computed(one, engine_rule, source, subject, today),
		}
		for one in after
		if one.rule == engine_rule.name
	]
	gone = [change for change in changes(before, after) if change.after is None]
	return {
		"dates": dates,
		"gone": [_one_words(change.before, today) for change in gone],
		"notes": notes(rule),
	}


def try_on_batch(rule: Document, after: str, everything: bool, user: str, today: date) -> dict[str, Any]:
	"""Returns what the rule would change for the next records by name.

	Args:
		everything: also count records that the user may not see; names are given only of those they may see.

	Returns:
		Counts of this batch, and `next`, the name to start after next time, or "".
	"""
	trial = Trial(rules_in_force(rule.applies_to).engine, rule.as_rule())
	subjects, last = subjects_after(rule.applies_to, after, BATCH, trial.types, today)
	seen = visible(rule.applies_to, [subject.name for subject in subjects], user)
	tally = Tally()
	for subject in subjects:
		if everything or subject.name in seen:
			tally.add(subject, *trial.computed(subject, today, subject.days))
	return {
		"next": last,
		"batch": len(subjects),
		"total": how_many(rule.applies_to, today),
		"looked_at": tally.looked_at,
		"touched": tally.touched,
		"before": dict(tally.before),
		"after": dict(tally.after),
		"teams": {team or _("No team"): dict(found) for team, found in tally.teams.items()},
		"samples": _samples(rule.applies_to, tally, seen, today),
		"notes": notes(rule),
	}


def visible(doctype: str, names: list[str], user: str) -> set[str]:
	"""Returns the records among these that the user may see, by role and by record."""
	if not frappe.has_permission(doctype, "read", user=user):
		return set()
	return set(names) if doctype == SCHEDULE else access.may_see(user, doctype, names)


def _samples(doctype: str, tally: Tally, seen: set[str], today: date) -> list[dict[str, Any]]:
	shown = [(subject, found) for subject, found in tally.samples if subject.name in seen]
	titles = _titles(doctype, [subject.name for subject, _found in shown])
	return [
		{
			"name": subject.name,
			"title": titles.get(subject.name) or subject.name,
			"team": subject.team,
			**_change_words(found[0], today),
			"more": len(found) - 1,
		}
		for subject, found in shown
	]


def _titles(doctype: str, names: list[str]) -> dict[str, str]:
	"""Returns the titles of records that the user may see."""
	title = frappe.get_meta(doctype).get_title_field()
	rows = frappe.get_all(doctype, filters={"name": ["in", names]}, fields=["name", title], as_list=True)
	return dict(rows)


def _change_words(change: DueDateChange, today: date) -> dict[str, str]:
	return {
		"was": _one_words(change.before, today) if change.before else _("nothing"),
		"becomes": _one_words(change.after, today) if change.after else _("nothing"),
	}


def _one_words(one: Any, today: date) -> str:
	words = state_words(one.state, one.due_on, today, one.satisfied.on if one.satisfied else None)
	return f"{day_words(one.due_on)}: {words}"


def notes(rule: Document) -> list[str]:
	"""Explains what keeps the rule from applying even if it is enabled."""
	settled = frappe.db.get_value("Timescale Duty", rule.duty, "settled_by") if rule.duty else None
	if settled and settled != rule.pack:
		return [
			_(
				"The pack “{1}” was chosen for the duty “{0}”, so this rule will not apply unless that"
				" choice changes."
			).format(rule.duty, settled)
		]
	return []

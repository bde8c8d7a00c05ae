"""Whitelisted calls about timescales. None of them writes."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.database.dates import SOME_DATE
from ppoc.exceptions import TimescaleRuleError
from ppoc.timescales.checks import RuleFault
from ppoc.timescales.conditions import ConditionFault
from ppoc.timescales.conflicts_database import conflicts
from ppoc.timescales.descriptions import day_words, sentence, state_words
from ppoc.timescales.explanations_database import explain_stored, fact_labels, kind_of
from ppoc.timescales.models import Event, State
from ppoc.timescales.rows import SUBJECT_FIELDS
from ppoc.timescales.rules_database import rules_in_force
from ppoc.timescales.simulation_database import try_on_batch, try_on_one
from ppoc.timescales.timeline import timeline as timeline_of
from ppoc.timescales.twins import twins_in

RULE, DUTY = "Timescale Rule", "Timescale Duty"
DUE_FIELDS = (
	"name", "duty", "rule", "state", "due_on", "satisfied_on", "stopped_on", "cause", "counted_from",
	"satisfied_by", "stopped_by", "duty_role", "responsible", "step",
)  # fmt: skip


@frappe.whitelist(methods=["GET", "POST"])
def explain(timescale: str) -> dict[str, Any]:
	"""Returns why a date is due, computed afresh from the rule and the child's events."""
	doc = frappe.get_doc("Timescale", timescale)
	doc.check_permission("read")
	kind = kind_of(doc)
	about = frappe.get_doc(kind, doc.get(SUBJECT_FIELDS[kind]))
	about.check_permission("read")
	return {
		"name": doc.name,
		"duty": _(doc.duty),
		"state": doc.state,
		"words": state_words(State(doc.state), doc.due_on, getdate(), doc.satisfied_on),
		"about": {"doctype": kind, "name": about.name, "title": about.get_title()},
		"rule": doc.rule,
		"lines": explain_stored(doc),
	}


@frappe.whitelist(methods=["GET", "POST"])
def timeline(child: str) -> dict[str, Any]:
	"""Returns a child's events and due dates, for the chart and the table on the child's form."""
	frappe.get_doc("Child", child).check_permission("read")
	mine = {"child": child}
	due = frappe.get_list("Timescale", filters=mine, fields=list(DUE_FIELDS), limit=0)
	events = frappe.get_list(
		"Care Event",
		filters={**mine, "event_date": SOME_DATE},
		fields=["name", "event_type", "event_date", "details", "creation", "meeting", "source_key"],
		limit=0,
	)
	named = sorted({row.responsible for row in due if row.responsible})
	workers = dict(
		# names of workers on records that the user may see
		frappe.get_all(
			"Worker", filters={"name": ["in", named]}, fields=["name", "worker_name"], as_list=True
		)
		if named
		else ()
	)
	merges = frappe.has_permission("Care Event", "write")
	return {
		**timeline_of(events, due, workers, getdate()),
		"twins": [_twins(*pair) for pair in twins_in(events)] if merges else [],
	}


def _twins(first: Event, second: Event) -> dict[str, str]:
	one, other = (
		f"{day_words(event.on)} ({_('imported') if event.imported else _('typed')})"
		for event in (first, second)
	)
	words = _("{0}: {1} and {2}").format(_(first.type), one, other)
	return {"keep": first.name, "drop": second.name, "words": words}


@frappe.whitelist(methods=["POST"])
def describe_rule(rule: str | dict) -> dict[str, str]:
	"""Returns an unsaved rule as a sentence, and what is wrong with it so far."""
	frappe.has_permission(RULE, "read", throw=True)
	doc = unsaved_rule(rule)
	said = " ".join(filter(None, (_sentence_of(doc), _gives_way_to(doc))))
	try:
		doc.validate()
	except TimescaleRuleError as fault:
		frappe.clear_messages()
		return {"sentence": said, "fault": str(fault)}
	return {"sentence": said, "fault": ""}


def _gives_way_to(doc: Document) -> str:
	"""Returns in words to which rule in force a rule gives way, or ""."""
	if not doc.gives_way or not doc.duty:
		return ""
	rules = rules_in_force(doc.applies_to).engine.rules
	others = sorted(rule.name for rule in rules if rule.duty == doc.duty and not rule.gives_way)
	return _("It gives way to {0} for every child to whom that applies.").format(others[0]) if others else ""


@frappe.whitelist(methods=["POST"])
def try_rule(rule: str | dict, child: str | None = None, after: str = "") -> dict[str, Any]:
	"""Returns what a rule, saved or not, would change for one child or, batch by batch, for the whole caseload.

	A user who may write rules gets counts of all records, but names only of those they may see; anybody else gets
	counts of the records they may see.

	Args:
		rule: the rule as it is on the form.
		child: try the rule on this child only.
		after: for the whole caseload: start after this name, which the batch before returned as `next`.
	"""
	frappe.has_permission(RULE, "read", throw=True)
	if child:
		frappe.get_doc("Child", child).check_permission("read")
	doc = unsaved_rule(rule)
	doc.validate()
	if child and doc.applies_to != "Child":
		frappe.throw(_("This rule is not for children."), TimescaleRuleError, title=_(RULE))
	if child:
		return try_on_one(doc, child, getdate())
	everything = bool(frappe.has_permission(RULE, "write"))
	return try_on_batch(doc, after, everything, frappe.session.user, getdate())


@frappe.whitelist(methods=["GET", "POST"])
def rules_for_duty(duty: str) -> dict[str, Any]:
	"""Returns the rules of all packs for a duty, side by side."""
	doc = frappe.get_doc(DUTY, duty)
	doc.check_permission("read")
	frappe.has_permission(RULE, "read", throw=True)
	names = frappe.get_list(
		RULE, filters={"duty": duty}, pluck="name", order_by="pack asc, name asc", limit=0
	)
	rules = [frappe.get_doc(RULE, name) for name in names]
	unsettled = [found for found in conflicts(duty) if not found["settled_by"]]
	packs = {rule["pack"] or _("a local rule") for found in unsettled for rule in found["rules"]}
	return {"conflict": sorted(packs), "rules": [_beside(rule) for rule in rules]}


@frappe.whitelist(methods=["GET", "POST"])
def duties_in_conflict() -> list[str]:
	"""Returns the duties on which enabled rules of several packs differ and no pack has been chosen."""
	frappe.has_permission(DUTY, "read", throw=True)
	return [found["duty"] for found in conflicts() if not found["settled_by"]]


def _beside(rule: Document) -> dict[str, Any]:
	in_force = any(one.name == rule.name for one in rules_in_force(rule.applies_to).engine.rules)
	return {
		"name": rule.name,
		"pack": rule.pack,
		"source": rule.source,
		"sentence": _sentence_of(rule),
		"enabled": rule.enabled,
		"in_force": in_force,
	}


def unsaved_rule(rule: str | dict) -> Document:
	"""Returns the rule as it is on the form, without storing it or changing anything that is stored."""
	given = frappe.parse_json(rule)
	if not isinstance(given, dict):
		frappe.throw(_("That is not a rule."), TimescaleRuleError, title=_(RULE))
	doc = frappe.get_doc({**given, "doctype": RULE})
	doc.name = doc.rule_name or _("The new rule")
	return doc


def _sentence_of(doc: Document) -> str:
	try:
		rule = doc.as_rule()
	except (ConditionFault, RuleFault):
		return ""
	return sentence(rule, fact_labels(), doc.duty_role or "", doc.escalate_to or "")

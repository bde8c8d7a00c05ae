"""Merges two children in the transaction of the request."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_date, nowdate

from ppoc.children.duplicates.merging import LinkedRecord, MergePlan, plan_merge
from ppoc.children.duplicates.reading import (
	GROUPS,
	MOVED_REFERENCES,
	child_record,
	linked_records,
	links_to,
	references_of,
)
from ppoc.exceptions import MergeChoiceError, MergedRecordError, MergeRefusedError
from ppoc.plans.database import keep_current_plan
from ppoc.plans.potential.database import move_open_work
from ppoc.plans.transitions import STEPS
from ppoc.timescales.past_facts_database import past_after, past_of_both
from ppoc.timescales.recompute_database import touch
from ppoc.translating import translated

PLAN_FIELDS = (
	"predicted_start",
	"predicted_finish",
	"actual_start",
	"actual_finish",
	"achieved_on",
	"progress",
)


def keep_merged_read_only(child: Document) -> None:
	"""Refuses to change a child that has been merged into another."""
	merged_into = frappe.db.get_value("Child", child.name, "merged_into") if not child.is_new() else None
	if merged_into:
		frappe.throw(
			_("This record was merged into {0} and is kept as it was. Make the change there.").format(
				frappe.bold(merged_into)
			),
			MergedRecordError,
			title=_("Merged"),
		)


def plan_for(kept: Document, other: Document) -> MergePlan:
	"""Returns what merging these two children would do.

	Args:
		kept: the child whose record is kept.
		other: the child whose record becomes a pointer.
	"""
	return plan_merge(child_record(kept), child_record(other), linked_records(kept.name, other.name))


def merge_children(kept: Document, other: Document, choices: Mapping[str, str]) -> MergePlan:
	"""Merges one child's record into another's. The caller has checked permissions and locked both.

	Args:
		kept: the child whose record is kept.
		other: the child whose record becomes a pointer.
		choices: "kept" or "other" by field name, for each field that needs one.

	Returns:
		The merge plan that was carried out.

	Raises:
		MergeRefusedError: the records must not be merged in their present state; the message says what to do first.
		MergeChoiceError: a choice is missing.
	"""
	plan = plan_for(kept, other)
	if plan.refusals:
		frappe.throw("<br>".join(map(translated, plan.refusals)), MergeRefusedError, title=_("Not Merged"))
	try:
		taken = plan.values_with(choices)
	except ValueError as error:
		label = _(frappe.get_meta("Child").get_label(str(error)))
		frappe.throw(
			_("Choose which value of “{0}” to keep.").format(label),
			MergeChoiceError,
			title=_("Choice Missing"),
		)
	_check_plans_may_change(plan)
	_point_to(kept.name, other)
	_collapse(plan)
	_join_plans(plan)
	_move_links(kept.name, other.name)
	_write_kept(kept, other, plan, taken)
	_restrict(kept.name, other, plan)
	_tell(kept, other, plan)
	keep_current_plan([kept.name, other.name])
	touch(kept.name, other.name)
	return plan


def _check_plans_may_change(plan: MergePlan) -> None:
	"""Checks that the user may change the plans that the merge closes or changes."""
	for record in (*(plan_ for pair in plan.plans for plan_ in pair), *plan.demoted):
		frappe.get_doc("Permanence Plan", record.name).check_permission("write")


def _point_to(kept: str, other: Document) -> None:
	"""Points the other record to the kept one, and takes it out of every list that people work from."""
	values: dict[str, Any] = {
		"merged_into": kept,
		"looked_after": 0,
		"on_full_care_order": 0,
		"placed_with_parents": 0,
		"for_panel": 0,
		"potential": "Not yet categorised",
	}
	values |= past_after(other.name, other.as_dict(), values)
	frappe.db.set_value("Child", other.name, values)
	earlier = frappe.qb.DocType("Child")
	frappe.qb.update(earlier).set(earlier.merged_into, kept).where(earlier.merged_into == other.name).run()


def _collapse(plan: MergePlan) -> None:
	"""Deletes records of the other child that the kept child has with the same content."""
	by_doctype: dict[str, list[str]] = {}
	for record, _twin in plan.collapsed:
		by_doctype.setdefault(record.doctype, []).append(record.name)
	for doctype, names in by_doctype.items():
		frappe.db.delete(doctype, {"name": ["in", names]})


def _join_plans(plan: MergePlan) -> None:
	"""If both have an open plan on one route, closes the other child's and copies its data to the kept child's."""
	links = [link for link in links_to("Permanence Plan") if link[0] != "Child"]
	for record, same in plan.plans:
		goes_on = frappe.get_doc("Permanence Plan", same.name)
		differences = _take_over(goes_on, record)
		for doctype, column in links:
			_repoint(doctype, column, record.name, same.name)
		frappe.db.set_value(
			"Permanence Plan",
			record.name,
			{
				"status": "No longer prioritised",
				"removed_on": nowdate(),
				"for_panel": 0,
				"removal_reason": _("The child was recorded twice; this plan continues as {0}.").format(
					same.name
				),
			},
		)
		if differences:
			goes_on.add_comment(
				"Info", _("Plan {0} of the merged record said:").format(record.name) + differences
			)
	for record in plan.demoted:
		frappe.db.set_value("Permanence Plan", record.name, "plan_kind", "Parallel")
	for record in plan.withdrawn:
		frappe.db.set_value("Panel Decision", record.name, "status", "Withdrawn")


def _take_over(goes_on: Document, record: LinkedRecord) -> str:
	"""Fills the plan's empty fields from the other; returns the other's differing values, for a comment."""
	differences = ""
	for field in PLAN_FIELDS:
		value = record.values.get(field)
		if value and not goes_on.get(field):
			goes_on.set(field, value)
		elif value and str(value) != str(goes_on.get(field)):
			label = escape_html(_(goes_on.meta.get_label(field)))
			differences += f"<br>{label}: {escape_html(str(value))}"
	for row in frappe.get_all(
		"Plan Barrier",
		filters={"parent": record.name},
		fields=["category", "detail", "raised_on", "resolved_on"],
	):
		if not any(
			(row.category, row.detail) == (there.category, there.detail) for there in goes_on.barriers
		):
			goes_on.append("barriers", row)
	goes_on.for_panel = goes_on.for_panel or record.values.get("for_panel")
	goes_on.save()
	status = str(record.values.get("status"))
	if status in STEPS and STEPS.index(status) > STEPS.index(goes_on.status):
		goes_on.db_set("status", status)
	return differences


def _move_links(kept: str, other: str) -> None:
	"""Repoints everything that refers to the other child, by a link or by doctype and name, to the kept one."""
	for doctype, column in links_to("Child"):
		if (doctype, column) != ("Child", "merged_into"):
			_repoint(doctype, column, other, kept)
	_repoint("Handover", "child", other, kept)  # a text field, so as not to reveal the child
	for doctype, doctype_column, name_column in references_of("Child"):
		table = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(table)
			.set(table[name_column], kept)
			.where((table[doctype_column] == "Child") & (table[name_column] == other))
		).run()


def _repoint(doctype: str, column: str, old: str, new: str) -> None:
	table = frappe.qb.DocType(doctype)
	frappe.qb.update(table).set(table[column], new).where(table[column] == old).run()


def _write_kept(kept: Document, other: Document, plan: MergePlan, taken: Mapping[str, Any]) -> None:
	"""Saves the chosen values. A decision on potential is copied with its date and author, not made again."""
	kept.reload()
	past = kept.timescales_past
	decision: dict[str, Any] = {}
	for field, value in taken.items():
		if field == "potential":
			decision = {name: other.get(name) for name in GROUPS[field]}
		elif field in GROUPS:
			kept.update({name: other.get(name) for name in GROUPS[field]})
		else:
			kept.set(field, value)
	for table, rows in plan.added_rows.items():
		for row in rows:
			kept.append(table, dict(row))
	kept.potential_history.sort(key=lambda row: str(row.decided_on or ""))
	for position, row in enumerate(kept.potential_history, start=1):
		row.idx = position
	if other.for_panel:
		kept.for_panel = 1
	kept.flags.care_facts_from_return = True
	kept._assign = json.dumps(sorted({*_listed(kept._assign), *_listed(other._assign)})) or None
	kept.save()
	taken_fields = {name for field in taken for name in GROUPS.get(field, (field,))}
	# what was taken over was so before, too: it does not begin with the merge
	kept.db_set({**decision, **past_of_both(past, other.timescales_past, taken_fields)})
	frappe.db.set_value("Child", kept.name, "_assign", kept._assign, update_modified=False)
	move_open_work(kept.name, kept.locality, kept.team)


def _listed(text: str | None) -> list[str]:
	return json.loads(text) if text else []


def _restrict(kept: str, other: Document, plan: MergePlan) -> None:
	"""Restricts the kept record like the other one, to exactly the people who were allowed there."""
	if not plan.restricted or frappe.db.get_value("Child", kept, "restricted"):
		return
	frappe.db.delete("Child Allowed Person", {"parent": kept, "parenttype": "Child"})
	for position, row in enumerate(other.allowed_people, start=1):
		frappe.get_doc(
			{
				"doctype": "Child Allowed Person",
				"parent": kept,
				"parenttype": "Child",
				"parentfield": "allowed_people",
				"idx": position,
				"user": row.user,
				"reason": row.reason,
			}
		).db_insert()
	frappe.db.set_value("Child", kept, {"restricted": 1, "restriction_reason": other.restriction_reason})


def _tell(kept: Document, other: Document, plan: MergePlan) -> None:
	"""Adds a comment to both records; from now on, the kept one has the comments and history of both."""
	counts = Counter(record.doctype for record in plan.moved)
	moved = ", ".join(f"{count} {_(doctype)}" for doctype, count in sorted(counts.items())) or _(
		"nothing else"
	)
	born = format_date(other.date_of_birth) if other.date_of_birth else "–"
	kept.add_comment(
		"Info",
		_(
			"{0} (ID {1}, born {2}) was merged into this record. Moved here: {3}. Left out, because the"
			" same was already here: {4}. The comments, files and history of both records are now together."
		).format(other.name, escape_html(other.child_id), born, moved, len(plan.collapsed)),
	)
	other.add_comment("Info", _("Merged into {0}. This record is kept as it was.").format(kept.name))


__all__ = ["MOVED_REFERENCES", "keep_merged_read_only", "merge_children", "plan_for"]

"""Whitelisted calls of the Child form about duplicates."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_datetime

from ppoc.access.references import need
from ppoc.children.duplicates import database
from ppoc.children.duplicates.matching import Strength
from ppoc.children.duplicates.reading import namesakes, possible_duplicates
from ppoc.exceptions import StaleMergeError
from ppoc.translating import translated


@frappe.whitelist(methods=["GET", "POST"])
def find(
	name: str = "",
	child_id: str = "",
	upn: str = "",
	first_name: str = "",
	last_name: str = "",
	date_of_birth: str = "",
	nhs_number: str = "",
) -> list[dict[str, str]]:
	"""Returns children that may be the same as this one, among those that the user may see.

	Args:
		name: the record's name; "" while it is still being entered.
		child_id, upn, first_name, last_name, date_of_birth, nhs_number: the values on the form.

	Returns:
		name, label, reason and strength of each, the surest first. Children that the user may not see are left out.
	"""
	frappe.has_permission("Child", "read", throw=True)
	if name:
		need("Child", name)
	values = {
		"child_id": child_id,
		"upn": upn,
		"first_name": first_name,
		"last_name": last_name,
		"date_of_birth": date_of_birth,
		"nhs_number": nhs_number,
	}
	found = [
		{
			"name": pair.second,
			"label": label,
			"reason": _(pair.reason),
			"strength": pair.strength.value,
		}
		for pair, label in possible_duplicates(values, name)
	]
	if not name:
		known = {one["name"] for one in found}
		found += [_namesake(row) for row in namesakes(values) if row.name not in known]
	return found


def _namesake(row: Any) -> dict[str, str]:
	born = format_date(row.date_of_birth) if row.date_of_birth else ""
	reason = (
		_("Same name, born on {0}: is one of the dates wrong?").format(born)
		if born
		else _("Same name, no date of birth there")
	)
	return {"name": row.name, "label": row.full_name, "reason": reason, "strength": Strength.POSSIBLE.value}


@frappe.whitelist(methods=["GET", "POST"])
def preview(kept: str, other: str) -> dict[str, Any]:
	"""Returns what merging `other` into `kept` would do, for the dialog.

	Args:
		kept: the child whose record is kept.
		other: the child whose record becomes a pointer.

	Returns:
		Labels of both, the fields that differ, counts of the records that move, refusals, and both timestamps.
	"""
	keeps, goes = _both(kept, other)
	plan = database.plan_for(keeps, goes)
	return {
		"kept": _label(keeps),
		"other": _label(goes),
		"modified": {"kept": str(keeps.modified), "other": str(goes.modified)},
		"refusals": [translated(refusal) for refusal in plan.refusals],
		"fields": [
			{
				"field": difference.field,
				"label": _(keeps.meta.get_label(difference.field)),
				"kept": _shown(keeps, difference.field, difference.kept),
				"other": _shown(goes, difference.field, difference.other),
				"choice_needed": difference.choice_needed,
			}
			for difference in plan.fields
		],
		"moved": _counts(plan),
		"collapsed": len(plan.collapsed),
		"plans": [{"closed": record.name, "goes_on": same.name} for record, same in plan.plans],
	}


@frappe.whitelist(methods=["POST"])
def merge(
	kept: str, other: str, choices: dict[str, str] | str, modified: dict[str, str] | str
) -> dict[str, Any]:
	"""Merges `other` into `kept`, in one transaction.

	Args:
		kept: the child whose record is kept.
		other: the child whose record becomes a pointer.
		choices: "kept" or "other" by field name, or the same as JSON.
		modified: timestamps of both records as the user saw them, under "kept" and "other", or as JSON.

	Returns:
		The kept record's name and how many records moved.

	Raises:
		StaleMergeError: somebody has changed one of the records since the user opened the dialog.
	"""
	_both(kept, other)
	chosen, seen = frappe.parse_json(choices), frappe.parse_json(modified)
	locked = {name: frappe.get_doc("Child", name, for_update=True) for name in sorted({kept, other})}
	keeps, goes = locked[kept], locked[other]
	for part, child in (("kept", keeps), ("other", goes)):
		if get_datetime(seen.get(part)) != get_datetime(child.modified):
			frappe.throw(
				_("{0} was changed since you opened the dialog. Open it again to see the change.").format(
					child.name
				),
				StaleMergeError,
				title=_("Changed Meanwhile"),
			)
	plan = database.merge_children(keeps, goes, chosen)
	return {"name": kept, "moved": len(plan.moved), "collapsed": len(plan.collapsed)}


def _both(kept: str, other: str) -> tuple[Document, Document]:
	"""Returns both children if the user may change both. The refusal does not give away whether a record exists."""
	children = []
	for name in (kept, other):
		if not (frappe.db.exists("Child", name) and frappe.has_permission("Child", "write", doc=name)):
			raise frappe.PermissionError(_("You may not change this record."))
		children.append(frappe.get_doc("Child", name))
	return children[0], children[1]


def _label(child: Document) -> dict[str, str]:
	return {
		"name": child.name,
		"full_name": child.full_name,
		"child_id": child.child_id,
		"date_of_birth": format_date(child.date_of_birth) if child.date_of_birth else "",
	}


def _shown(child: Document, field: str, value: Any) -> str:
	"""Formats a value for people: dates in the user's format, workers by name."""
	definition = child.meta.get_field(field)
	if not value:
		return ""
	if definition and definition.fieldtype == "Date":
		return format_date(value)
	if definition and definition.fieldtype == "Link" and definition.options == "Worker":
		return frappe.db.get_value("Worker", value, "worker_name") or value
	return str(value)


def _counts(plan: database.MergePlan) -> list[dict[str, Any]]:
	counts: dict[str, int] = {}
	for record in plan.moved:
		counts[record.doctype] = counts.get(record.doctype, 0) + 1
	return [{"doctype": _(doctype), "count": count} for doctype, count in sorted(counts.items())]

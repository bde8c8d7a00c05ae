"""Refuses the names of children in texts that people read who may not see those children."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.children.names_in_text import Named, names_in
from ppoc.exceptions import NameInTextError


def refuse_names(doc: Document, field: str, children: Iterable[Any], instead: str) -> None:
	"""Refuses a text that was changed and holds a name of one of these children.

	Args:
		field: the field with the text.
		children: rows with first_name and last_name, of children whom the session's user may see. Others must not be
			among them: a refusal says that there is a child of this name.
		instead: what to write, in a sentence.

	Raises:
		NameInTextError: the text names one of them.
	"""
	if not doc.get(field) or not doc.has_value_changed(field):
		return
	found = names_in(doc.get(field), [Named(row.first_name or "", row.last_name or "") for row in children])
	if found:
		frappe.throw(
			_("{0} names a child: {1}. {2}").format(
				frappe.bold(_(doc.meta.get_label(field))),
				", ".join(f"“{frappe.utils.escape_html(name)}”" for name in found),
				instead,
			),
			NameInTextError,
			title=_("A Name Is in the Text"),
		)


def child_and_siblings(child: str | None) -> list[Any]:
	"""Returns a child and the other children of its sibling group, of those whom the session's user may see."""
	return [*_seen({"name": child}), *siblings(child)] if child else []


def siblings(child: str | None) -> list[Any]:
	"""Returns the other children of a child's sibling group whom the session's user may see."""
	group = frappe.db.get_value("Child", child, "sibling_group") if child else None
	return _seen({"sibling_group": group, "name": ["!=", child]}) if group else []


def restricted_in(meeting: str) -> list[Any]:
	"""Returns the children with a restricted record on a meeting's agenda whom the session's user may see."""
	talks = frappe.get_all("Meeting Discussion", {"meeting": meeting}, pluck="child", distinct=True)
	# which records are restricted is not for everybody to ask; whose names come back is decided by `_seen`
	restricted = frappe.get_all("Child", {"name": ["in", talks or [""]], "restricted": 1}, pluck="name")
	return _seen({"name": ["in", restricted]}) if restricted else []


def _seen(filters: dict[str, Any]) -> list[Any]:
	if not frappe.has_permission("Child", "read"):
		return []
	return frappe.get_list("Child", filters, ["first_name", "last_name"], limit=0)

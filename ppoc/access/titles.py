"""Hides the titles of linked records that the user may not see, in forms and prints.

The title of a link to a child is the child's name, and Frappe reads it without a check. It has no hook there,
so its two readers are wrapped, once in each process; they only behave differently on sites with this app.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe

from ppoc.access import references, rules
from ppoc.access.scopes import CASE_DOCTYPES
from ppoc.database.installed import is_installed

_MARK = "ppoc_titles_as_seen"
_READ = "get_title_values_for_link_and_dynamic_link_fields"
_SET = "set_title_values_for_link_and_dynamic_link_fields"

Titles = dict[str, Any]


def guard(**_: Any) -> None:
	"""Wraps the readers if this process has not done so yet. Runs before each request and job."""
	from frappe.desk import link_preview
	from frappe.desk.form import load
	from frappe.www import printview

	if hasattr(getattr(load, _READ), _MARK):
		return
	setattr(load, _READ, _answering(getattr(load, _READ)))
	setattr(printview, _SET, _setting(getattr(printview, _SET)))
	if hasattr(link_preview, _SET):  # version 16 has it here too, under the same name
		setattr(link_preview, _SET, getattr(printview, _SET))


def as_seen(titles: Titles) -> Titles:
	"""Returns the titles by `DocType::name`; a hidden case record has its name in place of its title."""
	user = frappe.session.user
	asked: dict[str, set[str]] = {}
	for key in titles:
		doctype, name = key.split("::", 1)
		if doctype in CASE_DOCTYPES:
			asked.setdefault(doctype, set()).add(name)
	for doctype, names in asked.items():
		seen = (
			rules.may_see(user, doctype, names)
			if rules.sees_all(user) or references.has_role_for(doctype, user)
			else set()
		)
		for name in names - seen:
			titles[f"{doctype}::{name}"] = name
	return titles


def _answering(read: Callable) -> Callable:
	@wraps(read)
	def seen(*arguments: Any, **options: Any) -> Titles:
		titles = read(*arguments, **options)
		return as_seen(titles) if is_installed() else titles

	setattr(seen, _MARK, True)
	return seen


def _setting(write: Callable) -> Callable:
	@wraps(write)
	def seen(meta: Any, doc: Any, parent_doc: Any = None) -> None:
		write(meta, doc, parent_doc)
		if is_installed():
			as_seen(getattr(parent_doc or doc, "__link_titles", {}))

	return seen

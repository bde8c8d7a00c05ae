"""What is spared while the past is made: work whose outcome is known, or that nobody is there to notice."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

import frappe
import sqlparse
from frappe.model import get_permitted_fields

WORKFLOW_ACTIONS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"


@contextmanager
def nobody_watching() -> Iterator[None]:
	"""No browser is told of changes, and no other process has a copy of a record: nobody uses this site yet.

	The platform also looks after every save for a step that somebody is to be asked to take, one by one through
	all transitions of the workflow; where every state is optional there is none. It formats the name of a field
	anew whenever it is read, and looks up who may read it whenever it is written. With each new user it lists
	whose mailbox lacks a password, which is nobody's, and reads every form again afterwards.
	"""
	gc.freeze()
	gc.disable()
	with ExitStack() as spared:
		for target, instead in _spared().items():
			module, _, name = target.rpartition(".")
			if hasattr(resolve_name(module), name):  # not every version of the platform has each of them
				spared.enter_context(patch(target, instead))
		try:
			yield
		finally:
			gc.enable()
	frappe.clear_cache()


def _spared() -> dict[str, Callable[..., Any]]:
	"""What is done instead, by the function's place."""
	spared: dict[str, Callable[..., Any]] = {
		"frappe.realtime.emit_via_redis": _nothing,
		"frappe.core.doctype.user.user.ask_pass_update": _nothing,
		"frappe.model.base_document.get_permitted_fields": _fields_looked_up_once(),
		"sqlparse.format": lru_cache(maxsize=None)(sqlparse.format),
	}
	if not hasattr(frappe, "client_cache"):  # version 16 keeps copies elsewhere
		spared["frappe.clear_document_cache"] = _forget_here
	if not frappe.db.exists("Workflow Document State", {"is_optional_state": 0}):
		spared[WORKFLOW_ACTIONS] = _nothing
	return spared


def _forget_here(doctype: str, name: str | None = None) -> None:
	"""Drops this process's own copy."""
	if name:
		frappe.local.cache.pop(frappe.cache.make_key(f"document_cache::{doctype}::{name}"), None)
	else:
		frappe.local.cache.clear()


def _fields_looked_up_once() -> Callable[..., list[str]]:
	"""Which fields a role may read, which the platform works out for every row it writes."""
	known: dict[tuple[str | None, ...], list[str]] = {}

	def looked_up(doctype: str, parenttype: str | None = None, **asked: Any) -> list[str]:
		key = (doctype, parenttype, frappe.session.user, *map(str, asked.values()))
		if key not in known:
			known[key] = get_permitted_fields(doctype, parenttype, **asked)
		return list(known[key])

	return looked_up


def _nothing(*_: Any, **__: Any) -> None:
	"""Takes the place of what is spared."""

"""What is spared while the past is made: work whose outcome is known, or that nobody is there to notice."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import frappe
import sqlparse

WORKFLOW_ACTIONS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"


@contextmanager
def nobody_watching() -> Iterator[None]:
	"""No browser is told of changes, and no other process has a copy of a record: nobody uses this site yet.

	The platform also looks after every save for a step that somebody is to be asked to take, one by one through
	all transitions of the workflow; where every state is optional there is none. It formats the name of a field
	anew whenever it is read. And with each new user it lists whose mailbox lacks a password, which is nobody's,
	and reads every form again afterwards.
	"""
	gc.freeze()
	gc.disable()
	with ExitStack() as spared:
		spared.enter_context(patch("frappe.realtime.emit_via_redis", _nothing))
		spared.enter_context(patch("frappe.clear_document_cache", _forget_here))
		spared.enter_context(patch("frappe.core.doctype.user.user.ask_pass_update", _nothing))
		spared.enter_context(patch("sqlparse.format", lru_cache(maxsize=None)(sqlparse.format)))
		if not frappe.db.exists("Workflow Document State", {"is_optional_state": 0}):
			spared.enter_context(patch(WORKFLOW_ACTIONS, _nothing))
		try:
			yield
		finally:
			gc.enable()
	frappe.clear_cache()


def _forget_here(doctype: str, name: str | None = None) -> None:
	"""Drops this process's own copy."""
	if name:
		frappe.local.cache.pop(frappe.cache.make_key(f"document_cache::{doctype}::{name}"), None)
	else:
		frappe.local.cache.clear()


def _nothing(*_: Any, **__: Any) -> None:
	"""Takes the place of what is spared."""

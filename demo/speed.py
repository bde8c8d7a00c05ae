"""What is spared while the past is made: work whose outcome is known, or that nobody is there to notice."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

import frappe
import sqlparse
from frappe.model import get_permitted_fields
from frappe.model.naming import getseries

RATINGS = "ppoc.plans.rag.rating_database."
DUE_DATES = "ppoc.timescales.recompute_database."
WORKFLOW_ACTIONS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"


@contextmanager
def nobody_watching() -> Iterator[None]:
	"""No browser is told of changes, and no other process has a copy of a record: nobody uses this site yet.

	The platform also looks after every save for a step that somebody is to be asked to take, one by one through
	all transitions of the workflow; where every state is optional there is none. It formats the name of a field
	anew whenever it is read, and looks up who may read it whenever it is written. With each new user it lists
	whose mailbox lacks a password, which is nobody's, and reads every form again afterwards. Who takes a number
	for a new record keeps all others waiting for theirs up to the end of the transaction. Due dates and ratings are
	computed once, for the last day: those of the days before would only be written over.
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
		"frappe.model.naming.getseries": Numbers().take,
		f"{DUE_DATES}recompute_children": _none_changed,
		f"{DUE_DATES}recompute_meetings": _nothing,
		f"{DUE_DATES}recompute_schedules": _nothing,
		"ppoc.imports.runs.recompute_stale": _none_changed,
		f"{RATINGS}plan_changed": _nothing,
		f"{RATINGS}work_changed": _nothing,
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


class Numbers:
	"""Numbers for new records, set aside a block at a time, so that processes do not wait for each other."""

	BLOCK = 100

	def __init__(self) -> None:
		self.set_aside: dict[str, deque[int]] = {}

	def take(self, key: str, digits: int) -> str:
		"""The next number of a series, as the platform writes it; a broken-off process leaves a gap."""
		numbers = self.set_aside.setdefault(key, deque())
		if not numbers:
			numbers.extend(self._block(key))
		return str(numbers.popleft()).zfill(digits)

	def _block(self, key: str) -> range:
		series = frappe.qb.DocType("Series")
		with _beside():
			first = int(getseries(key, 1))
			last = first + self.BLOCK - 1
			frappe.qb.update(series).set(series.current, last).where(series.name == key).run()
		return range(first, last + 1)


@contextmanager
def _beside() -> Iterator[None]:
	"""A transaction of its own, committed at once whatever becomes of the other."""
	ours = frappe.local.db
	try:
		frappe.connect(set_admin_as_user=False)
		yield
		frappe.db.commit()
	finally:
		if frappe.local.db is not ours:
			frappe.local.db.close()
		frappe.local.db = ours


def _none_changed(*_: Any, **__: Any) -> int:
	"""Takes the place of what says how much it changed."""
	return 0


def _nothing(*_: Any, **__: Any) -> None:
	"""Takes the place of what is spared."""

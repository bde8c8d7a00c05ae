"""What is spared while the past is made: work whose outcome is known, or that nobody is there to notice."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import frappe

WORKFLOW_ACTIONS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"


@contextmanager
def nobody_watching() -> Iterator[None]:
	"""No browser is told of changes, since none is open on this site yet.

	The platform also looks after every save for a step that somebody is to be asked to take, one by one through
	all transitions of the workflow; where every state is optional there is none.
	"""
	gc.freeze()
	gc.disable()
	with ExitStack() as spared:
		spared.enter_context(patch("frappe.realtime.emit_via_redis", _nothing))
		if not frappe.db.exists("Workflow Document State", {"is_optional_state": 0}):
			spared.enter_context(patch(WORKFLOW_ACTIONS, _nothing))
		try:
			yield
		finally:
			gc.enable()


def _nothing(*_: Any, **__: Any) -> None:
	"""Takes the place of what is spared."""

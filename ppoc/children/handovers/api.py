"""Whitelisted call to answer an offered handover."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.workflow import get_transitions

from ppoc.access.records import record_for
from ppoc.exceptions import HandoverAnswerError, StaleHandoverError


@frappe.whitelist(methods=["POST"])
def answer(
	handover: str,
	step: str,
	modified: str,
	reason: str | None = None,
	to_team: str | None = None,
	to_worker: str | None = None,
) -> str:
	"""Accepts, refuses or revokes an offer, with the reason or worker that the step needs, in one transaction.

	Args:
		step: the name of a transition of the workflow.
		modified: the offer's timestamp as the user saw it.
		to_team, to_worker: who takes the child, if the offer left it open.

	Returns:
		The offer's new status.
	"""
	doc = record_for("Handover", handover, "write", for_update=True)
	if str(doc.modified) != modified:
		frappe.throw(
			_("The offer has changed since you opened it. Check it again."),
			StaleHandoverError,
			title=_("Handover"),
		)
	found = [row.next_state for row in get_transitions(doc) if row.action == step]
	if not found:
		frappe.throw(
			_("“{0}” is not a step that you can take now.").format(_(step)),
			HandoverAnswerError,
			title=_("Handover"),
		)
	doc.update({"status": found[0], "answer_reason": reason or doc.answer_reason})
	doc.update({"to_team": doc.to_team or to_team, "to_worker": doc.to_worker or to_worker})
	doc.save()
	doc.add_comment("Workflow", _(doc.status))
	return doc.status

"""Writes the links into emails, and does what a link asks for."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate
from frappe.utils.password import get_encryption_key

from ppoc.access.impersonation import acting_as
from ppoc.children.names_in_text import Named, names_in
from ppoc.database.retry import begins_again
from ppoc.meetings.actions.email_answers import (
	LABELS,
	VALID_FOR,
	Claim,
	EmailAnswer,
	initials,
	seal,
	unseal,
	with_initials,
)
from ppoc.meetings.actions.reviewing import may_finish
from ppoc.messages import Message
from ppoc.translating import translated

ADDRESS = "action-answer"
PURPOSE = b"ppoc: answers from emails"
"""The secret is made from the site's key, which has other uses too."""

NOT_WHOLE = Message("This link is not complete. Copy the whole address from the email.")
EXPIRED = Message("This link has expired.")
USED = Message(
	"This action was answered or changed after the email was sent, so the link cannot be used again."
)
SOMEBODY_ELSES = Message("Somebody else looks after this action now.")


@dataclass(frozen=True)
class Asked:
	"""What a link is about.

	Attributes:
		action: the action, None if the link is not whole.
		owner: the name of its owner.
		cannot: why the link cannot be used, "" if it can.
	"""

	action: Document | None = None
	owner: str = ""
	cannot: str = ""


def with_answers(own: list[dict[str, Any]], worker: str, seen_by: str | None = None) -> list[dict[str, Any]]:
	"""Returns the actions of an email, each with the links by which its owner answers.

	Args:
		own: rows of `content.own_actions`.
		worker: whom the email goes to.
		seen_by: somebody who looks at the email before it is sent: the links lead nowhere.
	"""
	reviews = _reviews(row["task"].action for row in own)
	until, secret = getdate() + VALID_FOR, _secret()
	rows = []
	for row in own:
		action = row["task"].action
		key = seal(Claim(action, worker, reviews[action], until), secret)
		links = [
			{"label": translated(label), "url": "#" if seen_by else _address(key, answer)}
			for answer, label in LABELS.items()
		]
		rows.append({**row, "answers": links})
	return rows


def look(key: str, lock: bool = False) -> Asked:
	"""Returns what a link is about, and whether it can still be used; locks the action with `lock`."""
	claim = unseal(key, _secret())
	if not claim or not frappe.db.exists("Action", claim.action):
		return Asked(cannot=NOT_WHOLE)
	action = frappe.get_doc("Action", claim.action, for_update=lock)
	worker = frappe.db.get_value("Worker", claim.worker, ["worker_name", "active"], as_dict=True)
	cannot = ""
	if action.action_owner != claim.worker or not worker or not worker.active:
		cannot = SOMEBODY_ELSES
	elif action.status != "Open" or len(action.reviews) != claim.reviews:
		cannot = USED
	elif getdate() > claim.until:
		cannot = EXPIRED
	return Asked(action, worker.worker_name if worker else "", cannot)


@begins_again()
def answer(key: str, said: EmailAnswer) -> Asked:
	"""Does what the owner says, if the link can be used. Done closes the action; the others add to its history.

	Returns:
		What the link is about, and why nothing was done if it cannot be used.
	"""
	asked = look(key, lock=True)
	action = asked.action
	if asked.cannot or not action:
		return asked
	with acting_as(_user_for(action)):
		note = _("From the email to {0}").format(asked.owner)
		action.flags.update({"review_note": note, "by_email": True})
		if said is EmailAnswer.DONE:
			action.outcome = action.outcome or note
			action.status = said.value
		else:
			action.flags.kept_as = said.value
		# whoever holds the link may do this one thing, with or without a login
		action.flags.ignore_permissions = True
		action.save()
	return asked


def shown(asked: Asked) -> dict[str, str]:
	"""Returns what the page says about the action: no child's name, because others may read the mailbox."""
	action = asked.action
	if not action:
		return {}
	children = _named(action.child)
	words = names_in(action.what, children)
	child = children[0] if action.child and children else None
	return {
		"what": with_initials(action.what, words),
		"child": initials(f"{child.first_name} {child.last_name}") if child else "",
		"due": frappe.format(action.due_on, "Date"),
		"forum": action.forum or "",
		"owner": asked.owner,
	}


def answered_by_email(children: Iterable[str], since: date) -> dict[str, dict[str, Any]]:
	"""Returns action → its last answer from an email since a day, for the actions about these children."""
	review, action = frappe.qb.DocType("Action Review"), frappe.qb.DocType("Action")
	rows = (
		frappe.qb.from_(review)
		.join(action)
		.on(action.name == review.parent)
		.select(review.parent, review.outcome, review.reviewed_on)
		.where((review.parenttype == "Action") & (review.by_email == 1))
		.where((review.reviewed_on >= since) & action.child.isin(sorted(children) or [""]))
		.orderby(review.creation)
		.orderby(review.idx)
		.run(as_dict=True)
	)
	return {row.parent: {"outcome": row.outcome, "on": row.reviewed_on} for row in rows}


def _named(child: str | None) -> list[Named]:
	"""Returns the child and its sibling group, whose names are cut to initials."""
	if not child:
		return []
	own = frappe.db.get_value("Child", child, ["first_name", "last_name", "sibling_group"], as_dict=True)
	group = {"sibling_group": own.sibling_group, "name": ["!=", child]}
	# read to take their names out; nothing of them is shown
	others = frappe.get_all("Child", group, ["first_name", "last_name"]) if own.sibling_group else []
	return [Named(row.first_name or "", row.last_name or "") for row in (own, *others)]


def _user_for(action: Document) -> str:
	"""Returns who does it: the owner's login, where it may finish actions; otherwise the system."""
	user = frappe.db.get_value("Worker", action.action_owner, "user")
	if not user or not frappe.db.get_value("User", user, "enabled"):
		return "Administrator"
	with acting_as(user):
		return user if may_finish() and action.has_permission("write") else "Administrator"


def _reviews(actions: Iterable[str]) -> Counter[str]:
	names = sorted(actions)
	# how many there are, of actions that the email lists
	found = {"parent": ["in", names], "parenttype": "Action"}
	return Counter(frappe.get_all("Action Review", found, pluck="parent", limit=0) if names else [])


def _address(key: str, said: EmailAnswer) -> str:
	return get_url(f"/{ADDRESS}?{urlencode({'key': key, 'say': said.name.lower()})}")


def _secret() -> bytes:
	return hmac.new(get_encryption_key().encode(), PURPOSE, sha256).digest()

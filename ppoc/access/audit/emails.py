"""Puts on record whom the app's emails told about which children: papers, reminders, notifications, letters.

Each recipient is one entry, in the transaction that puts the email into the queue. Whoever sends says which children
the email is about (`telling`); otherwise it is what the email refers to and the numbers in its text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from email import message_from_string
from email.utils import parseaddr
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.access.audit import reading
from ppoc.access.audit.changes import is_being_installed
from ppoc.access.audit.entries import SEEN, entry
from ppoc.access.audit.lines import Line
from ppoc.access.audit.writing_database import Known, children_of, write
from ppoc.access.scopes import CASE_DOCTYPES

DOOR = "Email"
_about: ContextVar[frozenset[str] | None] = ContextVar("ppoc_email_about", default=None)


@contextmanager
def telling(children: Collection[str]) -> Iterator[None]:
	"""Says which children the emails are about that are queued inside the block: these and no others."""
	token = _about.set(frozenset(children))
	try:
		yield
	finally:
		_about.reset(token)


def queued(doc: Document, _method: str | None = None) -> None:
	"""Email Queue: puts it on record for each recipient, if it is about a child. Runs after it is inserted."""
	if is_being_installed():
		return
	children = _children(doc)
	if not children:
		return
	about = doc.reference_doctype in CASE_DOCTYPES
	write(
		[
			entry(
				at=now_datetime(),
				user=who,
				outcome=SEEN,
				door=DOOR,
				called=str(doc.reference_doctype or ""),
				record_type=str(doc.reference_doctype) if about else "",
				record=str(doc.reference_name or "") if about else "",
				children=children,
				what=f"Sent by {frappe.session.user}",
			)
			for who in _readers(doc)
		]
	)


def _children(doc: Document) -> set[str]:
	said = _about.get()
	if said is not None:
		return set(said)
	found: set[str] = set()
	if doc.reference_doctype in CASE_DOCTYPES and doc.reference_name:
		found = children_of(doc.reference_doctype, [doc.reference_name])
	words = tuple(_words(str(doc.message or "")))
	return found | Known([Line("", "", "", SEEN, DOOR, shown=words)]).children_of(words)


def _words(text: str) -> set[str]:
	"""Returns what in the texts of a message can be the name of a record; attachments are the sender's to say."""
	found: set[str] = set()
	for part in message_from_string(text).walk():
		if part.get_content_maintype() == "text" and not part.get_filename():
			body: Any = part.get_payload(decode=True)
			found |= reading.words_in(body or b"", part.get_content_type())
	return found


def _readers(doc: Document) -> list[str]:
	"""Returns the logins of the recipients, or their addresses where they have none."""
	addresses = dict.fromkeys(parseaddr(row.recipient)[1] or row.recipient for row in doc.recipients)
	logins = dict(
		frappe.get_all("User", {"email": ["in", list(addresses)]}, ["email", "name"], as_list=True)
		if addresses
		else ()
	)
	return [logins.get(address, address) for address in addresses]

"""Endpoints that show an email before it is sent, and afterwards who got it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.exceptions import BadInputError
from ppoc.meetings.emails import circulation, notes, sending, targeted_work
from ppoc.meetings.emails.letters import Letter, Mailing
from ppoc.meetings.guards import meeting_for
from ppoc.meetings.invitations import sending as invitations

MAILINGS: dict[str, Callable[[Document, str | None], Mailing]] = {
	"invitation": invitations.mailing,
	"cancellation": invitations.mailing_off,
	"agenda": circulation.mailing,
	"notes": notes.mailing,
	"targeted_work": targeted_work.mailing,
}


@frappe.whitelist(methods=["GET"])
def preview_letters(meeting: str, kind: str, worker: str | None = None) -> dict[str, Any]:
	"""Returns who will get an email of this meeting, who will not and why, and how it will look for one of them.

	What is shown leaves out children whom the user may not see, even if the recipient may.

	Args:
		kind: "invitation", "cancellation", "agenda", "notes" or "targeted_work".
		worker: whose email to show; otherwise the user's own, or the first.

	Raises:
		PermissionError: the user may not change the meeting.
		BadInputError: there is no such kind of email.
	"""
	doc = meeting_for(meeting, "write")
	mailing = _mailing(doc, kind)
	shown = _shown(mailing.letters, worker)
	return {
		"asked_on": str(now_datetime()),
		"subject": mailing.subject,
		"letters": [_row(one) for one in mailing.letters],
		"nothing_for": mailing.nothing_for,
		"without_address": mailing.without_address,
		"shown_for": shown.person.worker if shown else "",
		"html": _html(doc, mailing, shown) if shown else "",
		"muted": bool(frappe.are_emails_muted()),
	}


@frappe.whitelist(methods=["GET"])
def receipt(meeting: str, kind: str, since: str) -> dict[str, Any]:
	"""Returns who has got an email of this meeting since a time, who is still waiting, and whom it did not reach.

	Raises:
		PermissionError: the user may not change the meeting.
		BadInputError: there is no such kind of email.
	"""
	doc = meeting_for(meeting, "write")
	mailing = _mailing(doc, kind)
	sent = _sent(meeting, mailing.subject, since)
	got = [one for one in mailing.letters if one.person.email in sent]
	return {
		"sent": [{**_row(one), "at": sent[one.person.email]} for one in got],
		"waiting": [_row(one) for one in mailing.letters if one.person.email not in sent],
		"nothing_for": mailing.nothing_for,
		"without_address": mailing.without_address,
	}


def _mailing(doc: Document, kind: str) -> Mailing:
	if kind not in MAILINGS:
		frappe.throw(_("There is no such email."), BadInputError, title=_("Email"))
	return MAILINGS[kind](doc, frappe.session.user)


def _shown(letters: list[Letter], worker: str | None) -> Letter | None:
	wanted = [one for one in letters if one.person.worker == worker]
	own = [one for one in letters if one.person.user == frappe.session.user]
	return next(iter([*wanted, *own, *letters]), None)


def _row(letter: Letter) -> dict[str, str]:
	person = letter.person
	return {
		"worker": person.worker,
		"worker_name": person.name,
		"email": person.email,
		"attached": _("with the notes as a PDF") if letter.has_notes else "",
	}


def _html(doc: Document, mailing: Mailing, letter: Letter) -> str:
	template = frappe.get_template(f"templates/emails/{mailing.template}.html")
	return template.render(sending.arguments(doc, letter.person, letter.args))


def _sent(meeting: str, subject: str, since: str) -> dict[str, str]:
	"""Returns address → when the email was handed over; the meeting itself says who got what, so no more is told."""
	# when the emails of a meeting went out that the user may change, not what they say
	rows = frappe.get_all(
		"Communication",
		filters={
			"reference_doctype": "Meeting",
			"reference_name": meeting,
			"subject": subject,
			"creation": [">=", since],
		},
		fields=["recipients", "creation"],
		order_by="creation asc",
	)
	return {row.recipients: str(row.creation) for row in rows}

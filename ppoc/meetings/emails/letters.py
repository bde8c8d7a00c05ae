"""One email of a meeting before it is sent: what each recipient gets, and who gets none and why.

The preview and the sending both start here, so that what is shown is what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.utils import validate_email_address

from ppoc.meetings.emails.recipients import Recipient


@dataclass(frozen=True)
class Letter:
	"""What one recipient gets.

	Attributes:
		args: what the template is filled in with.
		summary: how much is in it, for the record on the meeting.
		has_notes: whether the notes are attached.
		about: the children whom it tells about, attachments included, for the audit trail.
	"""

	person: Recipient
	args: dict[str, Any]
	summary: str
	has_notes: bool = False
	about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mailing:
	"""One kind of email of one meeting.

	Attributes:
		nothing_for: workers who have an address, but whom nothing in it concerns.
		without_address: workers who cannot get it, each with the reason.
	"""

	subject: str
	template: str
	letters: list[Letter]
	nothing_for: list[str] = field(default_factory=list)
	without_address: list[dict[str, str]] = field(default_factory=list)


def unreachable(workers: list[str]) -> list[dict[str, str]]:
	"""Returns those of the workers whom no email reaches, each with the reason; in the order of their names."""
	rows = frappe.get_all(
		"Worker",
		filters={"name": ["in", list(dict.fromkeys(filter(None, workers))) or [""]]},
		fields=["name", "worker_name", "email", "user", "active"],
		order_by="worker_name asc",
	)
	logins = [row.user for row in rows if row.user]
	closed = set(frappe.get_all("User", filters={"name": ["in", logins or [""]], "enabled": 0}, pluck="name"))
	found = [(row, _reason(row, closed)) for row in rows]
	return [{"worker": row.name, "worker_name": row.worker_name, "why": why} for row, why in found if why]


def _reason(worker: Any, closed: set[str]) -> str:
	if not worker.active:
		return _("has left the service")
	if worker.user in closed:
		return _("has a login that is closed")
	if not worker.email:
		return _("has no email address")
	return "" if validate_email_address(worker.email) else _("has an email address that cannot be right")

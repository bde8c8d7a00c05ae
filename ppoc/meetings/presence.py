"""Who has a meeting's screen open, and at which child. Kept in Redis for less than a minute, in no table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime

GONE_AFTER = timedelta(seconds=45)


def arrive(meeting: str, client: str, where: str | None) -> None:
	"""Records that this window is open, and at which child."""
	user = frappe.session.user
	entry = {
		"user": user,
		"full_name": frappe.utils.get_fullname(user),
		"where": where or "",
		"at": now_datetime().isoformat(),
	}
	frappe.cache().hset(_key(meeting), f"{user}:{client}", entry)


def depart(meeting: str, client: str) -> None:
	"""Records that this window has closed."""
	frappe.cache().hdel(_key(meeting), f"{frappe.session.user}:{client}")


def present(meeting: str, client: str) -> list[dict[str, Any]]:
	"""Returns everybody who has the screen open, once per person; `me` marks this user's own windows."""
	entries = frappe.cache().hgetall(_key(meeting))
	oldest = now_datetime() - GONE_AFTER
	people: dict[str, dict[str, Any]] = {}
	for key, entry in entries.items():
		field = key.decode() if isinstance(key, bytes) else key
		if datetime.fromisoformat(entry["at"]) < oldest:
			frappe.cache().hdel(_key(meeting), field)
			continue
		known = people.get(entry["user"])
		if not known or known["at"] < entry["at"]:
			people[entry["user"]] = {**entry, "me": entry["user"] == frappe.session.user}
	return sorted(people.values(), key=lambda person: person["full_name"])


def _key(meeting: str) -> str:
	return f"ppoc_meeting_present:{meeting}"

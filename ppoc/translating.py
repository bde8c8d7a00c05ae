"""Translates an engine's messages into the language of the session's user."""

from __future__ import annotations

from datetime import date

from frappe import _
from frappe.utils import format_date

from ppoc.messages import Message


def translated(text: str | Exception) -> str:
	"""Returns a message with its values, or a plain text, in the user's language; for an error, its message."""
	if isinstance(text, Exception):
		text = text.args[0] if text.args and isinstance(text.args[0], Message) else str(text)
	if not text:
		return ""
	return text.translated(_, _say_day) if isinstance(text, Message) else _(text)


def _say_day(day: date) -> str:
	return format_date(day, "d MMMM yyyy")

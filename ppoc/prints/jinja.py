"""Functions that print formats may call. None of them shows the reader more than the reader may see."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date, getdate
from markupsafe import Markup

from ppoc.prints.sheets import paged


def ppoc_date(value: Any) -> str:
	"""Returns a date in words that nobody can misread: 3 March 2027."""
	return format_date(getdate(value), "d MMMM yyyy") if value else ""


def ppoc_short_date(value: date | str | None) -> str:
	"""Returns a date for a narrow column: 3 Mar 2027."""
	return format_date(getdate(value), "d MMM yyyy") if value else ""


def ppoc_time(value: time | Any) -> str:
	"""Returns a time of day: 10:05."""
	if value is None or value == "":
		return ""
	return frappe.utils.get_time(str(value)).strftime("%H:%M")


def ppoc_paged(html: str, running_head: str = "") -> Markup:
	"""Returns the document with a running head and page numbers."""
	return paged(str(html), running_head, _("Page {0} of {1}"))

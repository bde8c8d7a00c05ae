"""Empty dates, in values and in filters: Frappe's "is set" compares with an empty text, which PostgreSQL refuses.

In a Frappe filter, an empty date counts as the first of all days, which no filter can name.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

NO_DATE = ["<", "0001-01-02"]
SOME_DATE = [">=", "0001-01-02"]


def is_set(there: bool) -> list[str]:
	"""Returns the filter for a list that users open, in Frappe's own words wherever the database understands them."""
	if frappe.db.db_type == "mariadb":
		return ["is", "set" if there else "not set"]
	return SOME_DATE if there else NO_DATE


def as_day(value: Any) -> date | None:
	"""Returns a stored value as a date, None if it is empty; Frappe's own takes an empty one for today."""
	return getdate(value) if value else None

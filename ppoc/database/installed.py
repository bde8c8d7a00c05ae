"""Which Frappe this is, and whether the site has the app."""

from __future__ import annotations

import frappe

VERSION = int(frappe.__version__.split(".")[0])
"""The installed Frappe's version; the development version before 15.0 counts as 15."""


def is_installed() -> bool:
	"""Returns whether this site has the app: what wraps Frappe's functions is there for all sites of a process."""
	return "ppoc" in frappe.get_installed_apps()

"""The site's limits for imported files, from the site's configuration or by default."""

from __future__ import annotations

import frappe

from ppoc.imports.uploads import MEGABYTE, Limits

CONFIG_KEY = "ppoc_import_megabytes"


def limits_here() -> Limits:
	"""Returns the limits for files on this site; `ppoc_import_megabytes` in its configuration sets the size."""
	megabytes = frappe.utils.cint(frappe.conf.get(CONFIG_KEY))
	return Limits(file_bytes=megabytes * MEGABYTE) if megabytes > 0 else Limits()

"""The limits of this site: what an administrator set in the site's configuration, else the usual ones."""

from __future__ import annotations

import frappe

from ppoc.imports.uploads import MEGABYTE, Limits

CONFIG_KEY = "ppoc_import_megabytes"


def limits_here() -> Limits:
	"""The limits for files on this site; `ppoc_import_megabytes` in the site's configuration sets the size."""
	megabytes = frappe.utils.cint(frappe.conf.get(CONFIG_KEY))
	return Limits(file_bytes=megabytes * MEGABYTE) if megabytes > 0 else Limits()

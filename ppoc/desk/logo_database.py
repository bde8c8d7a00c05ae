"""The logo where a setting decides: version 16's desktop shows the platform's own unless Navbar Settings name one."""

from __future__ import annotations

import frappe

SETTINGS = "Navbar Settings"


def show() -> None:
	"""Name our logo, once, on a site that is ours alone and has none; an administrator sees it there and changes it."""
	if set(frappe.get_installed_apps()) - {"frappe", "ppoc"}:
		return
	settings = frappe.get_single(SETTINGS)
	if not settings.app_logo:
		settings.app_logo = frappe.get_hooks("app_logo_url", app_name="ppoc")[0]
		settings.flags.ignore_permissions = True
		settings.save()

"""Shows our logo where a setting decides: version 16's desktop shows Frappe's own unless Navbar Settings name one."""

from __future__ import annotations

import frappe

SETTINGS = "Navbar Settings"


def show() -> None:
	"""Sets our logo once, on a site with no other apps and no logo; an administrator can see and change it there."""
	if set(frappe.get_installed_apps()) - {"frappe", "ppoc"}:
		return
	settings = frappe.get_single(SETTINGS)
	if not settings.app_logo:
		settings.app_logo = frappe.get_hooks("app_logo_url", app_name="ppoc")[0]
		settings.flags.ignore_permissions = True  # at the installation, by nobody
		settings.save()

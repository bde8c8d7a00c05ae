"""Shows our logo and name where a setting decides: on version 16's desktop and on the login page."""

from __future__ import annotations

import frappe

SETTINGS, WEBSITE = "Navbar Settings", "Website Settings"


def show() -> None:
	"""Sets our logo and name once, on a site with no other apps and no logo; an administrator can change both."""
	if set(frappe.get_installed_apps()) - {"frappe", "ppoc"}:
		return
	settings = frappe.get_single(SETTINGS)
	if not settings.app_logo:
		settings.app_logo = frappe.get_hooks("app_logo_url", app_name="ppoc")[0]
		settings.flags.ignore_permissions = True  # at the installation, by nobody
		settings.save()
	website = frappe.get_single(WEBSITE)
	if website.app_name in (None, "", "Frappe"):
		website.app_name = frappe.get_hooks("app_title", app_name="ppoc")[0]  # "Login to PPOC"
		website.flags.ignore_permissions = True  # at the installation, by nobody
		website.save()

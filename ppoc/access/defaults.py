"""Settings made once, on the first install, where an administrator sees and changes them.

The platform's own are for a public website: sessions of a week, ten guesses, tracebacks to the browser.
Two-factor login is left to the authority, whose identity provider usually brings it (see the admin guide).
"""

from __future__ import annotations

import frappe

SYSTEM_SETTINGS: dict[str, str | int] = {
	"session_expiry": "08:00",
	"allow_consecutive_login_attempts": 5,
	"allow_login_after_fail": 300,
	"enable_password_policy": 1,
	"minimum_password_score": "3",
	"allow_error_traceback": 0,
	"allow_older_web_view_links": 0,
	"allow_guests_to_upload_files": 0,
	"logout_on_password_reset": 1,
}


def apply() -> None:
	"""Write them. Called by the first install only: what an administrator changes later stays."""
	settings = frappe.get_single("System Settings")
	for field, value in SYSTEM_SETTINGS.items():
		if settings.meta.has_field(field):
			settings.set(field, value)
	settings.flags.ignore_mandatory = True
	settings.save()

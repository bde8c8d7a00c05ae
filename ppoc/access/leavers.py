"""Ends the access of somebody whose account is disabled, however it was disabled and whatever they still hold.

Frappe 15 takes the API key of a disabled account, and a session goes on if a job or a command disabled the account:
only the form ends the sessions. Frappe 16 asks in both places.
"""

from __future__ import annotations

import frappe
from frappe.sessions import clear_sessions

WITHOUT_RECORD = ("", "Guest", "Administrator")


def refuse_disabled() -> None:
	"""Makes a guest of who asks with a disabled account, and ends its sessions. Runs first in each request."""
	user = frappe.session.user
	if user in WITHOUT_RECORD or frappe.get_cached_value("User", user, "enabled"):
		return
	clear_sessions(user, force=True)
	frappe.set_user("Guest")  # nobody's name: from here on Frappe refuses what needs a login

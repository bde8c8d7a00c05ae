"""To whom a notification may go, for the form of Notification."""

from __future__ import annotations

from typing import Any

import frappe

from ppoc.access.customising.notifications import receivers


@frappe.whitelist(methods=["GET", "POST"])
def receiver_fields(doctype: str) -> list[dict[str, Any]]:
	"""Returns the fields to whose people a notification about this DocType may go, for the form of Notification.

	Raises:
		PermissionError: the user may not write notifications.
	"""
	frappe.has_permission("Notification", "write", throw=True)
	return [{"value": name, "label": f"{name} ({label})"} for name, label in receivers(doctype)]

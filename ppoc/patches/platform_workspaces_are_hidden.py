"""Hides Frappe's own workspaces from the app's users and shows our logo on the desktop; see `ppoc.desk`."""

from __future__ import annotations

from ppoc.desk import logo_database, modules_database


def execute() -> None:
	"""Sets the logo, and creates the Module Profile and gives it to current users."""
	logo_database.show()
	modules_database.make_profile()
	modules_database.give_profile_to_all()

"""People of ours no longer see the platform's own workspaces, and the desktop shows our logo; see `ppoc.desk`."""

from __future__ import annotations

from ppoc.desk import logo_database, modules_database


def execute() -> None:
	"""The logo, the Module Profile, and everybody who is to have it, once."""
	logo_database.show()
	modules_database.make_profile()
	modules_database.give_profile_to_all()

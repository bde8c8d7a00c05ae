"""People of ours no longer see the platform's own workspaces; see `ppoc.desk.modules_database`."""

from __future__ import annotations

from ppoc.desk import modules_database


def execute() -> None:
	"""The Module Profile, and everybody who is to have it, once."""
	modules_database.make_profile()
	modules_database.give_profile_to_all()

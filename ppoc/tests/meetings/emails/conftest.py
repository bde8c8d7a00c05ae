"""What the tests of a meeting's emails share."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document

from ppoc.tests.factories import grant, make_team


@pytest.fixture
def team(site: str, user_with: Callable[..., str]) -> Document:
	"""A team whose manager and coordinator have logins and addresses."""
	team = make_team()
	for field, role in (("team_manager", "Team Manager"), ("team_coordinator", "Team Coordinator")):
		user = user_with(role, name=f"{field}{team.name}".replace(" ", ""))
		grant(user, team.locality)
		frappe.db.set_value("Worker", team.get(field), {"user": user, "email": f"{field}@example.org"})
		setattr(team, f"{field}_user", user)
	frappe.db.set_value("Worker", team.practice_supervisor, "email", "")
	return team

"""A count in the report Meetings against Rhythm opens the meetings that it counts."""

from __future__ import annotations

from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_schedule, make_team

expect.set_options(timeout=20_000)


def test_a_count_opens_the_meetings_behind_it(site, page: Page, user_with, log_in):
	team = make_team()
	manager = user_with("Team Manager")
	grant(manager, team.locality)
	make_schedule(team=team.name, first_sitting=add_days(nowdate(), -60))
	for days, status in ((-30, "Held"), (-16, "Held"), (-2, "Planned"), (0, "Planned")):
		values = {"forum": "Mobilisation Meeting", "locality": team.locality, "team": team.name}
		put(
			"Meeting",
			title=f"{status} {-days}",
			meeting_date=add_days(nowdate(), days),
			status=status,
			**values,
		)

	log_in(manager)
	page.goto("/app/query-report/Meetings against Rhythm")
	row = page.locator(".dt-row", has_text="Mobilisation Meeting")
	expect(row).to_contain_text("Every 2 weeks")
	row.get_by_role("link", name="2", exact=True).click()
	expect(page.locator(".list-row")).to_have_count(2)

	page.go_back()
	row.get_by_role("link", name="1", exact=True).click()
	expect(page.locator(".list-row")).to_have_count(1)
	expect(page.locator(".list-row")).to_contain_text("Planned 2")

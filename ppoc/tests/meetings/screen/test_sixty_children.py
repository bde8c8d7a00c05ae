"""A meeting of sixty children opens with as many queries as one of six."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from ppoc.meetings.api import meeting_screen_data
from ppoc.meetings.screen_api import meeting_news
from ppoc.tests.factories import queries_of
from ppoc.tests.meetings.screen.scene import make_large_scene, make_scene


@pytest.mark.requirement("P5.1")
@pytest.mark.parametrize(
	("make", "few", "many"),
	[(make_large_scene, 6, 60), (make_scene, 2, 8)],
	ids=["children", "plans and actions"],
)
def test_opening_and_hearing_the_news_take_a_fixed_number_of_queries(
	site, coordinator, set_user, make, few, many
):
	small, large = make(coordinator, children=few), make(coordinator, children=many)
	set_user(coordinator)

	since = "2020-01-01 00:00:00"
	for scene in (small, large):  # warms Frappe's caches
		meeting_screen_data(scene.meeting)
		meeting_news(scene.meeting, "w", since)

	opening = [queries_of(partial(meeting_screen_data, scene.meeting)) for scene in (small, large)]
	news = [queries_of(partial(meeting_news, scene.meeting, "w", since)) for scene in (small, large)]

	assert len(meeting_screen_data(large.meeting)["discussions"]) == many
	assert opening[0] == opening[1]
	assert news[0] == news[1]


@pytest.mark.browser
@pytest.mark.requirement("P5.1")
def test_sixty_children_open_and_are_found_with_the_keyboard(open_screen, coordinator):
	scene = make_large_scene(coordinator, children=60)
	screen = open_screen(coordinator, scene.meeting)

	expect(screen.page.locator(".ms-mark")).to_have_count(60)
	screen.find("Lowri Elmstead")
	for _ in range(10):
		screen.press("n")
	expect(screen.name).not_to_have_text("Lowri Elmstead")
	assert not screen.errors

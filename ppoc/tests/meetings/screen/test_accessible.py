"""Accessibility measured on the page: names of controls, contrast of text and size of targets, in both themes."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from ppoc.tests.meetings.screen.scene import make_scene
from ppoc.tests.meetings.screen.screen_page import MOST_STEPS

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]

SIZES = ({"width": 1280, "height": 720}, {"width": 1024, "height": 768})
MEASURES = (Path(__file__).parent / "measures.js").read_text()


@pytest.fixture
def screen(open_screen, coordinator):
	return open_screen(coordinator, make_scene(coordinator).meeting)


def test_names_contrast_and_targets_meet_wcag(screen):
	page = screen.page
	screen.press("n", "Control+Enter", "a")
	screen.type("Chase it")
	expect(page.locator(".ms-questions").first).to_contain_text("more specific")
	page.evaluate(MEASURES)

	for theme, size in itertools.product(("light", "dark"), SIZES):
		page.set_viewport_size(size)
		page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		faults = page.evaluate("() => [...measures.unnamed(), ...measures.faint(), ...measures.small()]")
		assert faults == [], (theme, size)


def test_the_focus_is_always_seen(screen):
	screen.page.evaluate(MEASURES)
	screen.press("Alt+w")
	inside = "() => Boolean(document.activeElement.closest('.ms'))"
	seen: list[Any] = []
	while screen.page.evaluate(inside) and len(seen) < MOST_STEPS:
		seen.append(screen.page.evaluate("() => measures.focus_seen()"))
		screen.press("Tab")
	assert len(seen) > 8
	assert all(seen)


def test_it_does_not_move_for_those_who_do_not_want_it(open_screen, coordinator):
	screen = open_screen(coordinator, make_scene(coordinator).meeting, reduced_motion="reduce")
	moving = """() => [...document.querySelectorAll('.ms *')].filter(one => {
		const style = getComputedStyle(one);
		return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
	}).length"""
	assert screen.page.evaluate(moving) == 0


def test_nothing_scrolls_sideways_on_a_small_projector(screen):
	screen.page.set_viewport_size({"width": 1024, "height": 768})
	screen.press("f")
	expect(screen.page.locator("body")).to_contain_class("ms-projector")
	assert screen.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
	expect(screen.page.locator(".ms-foot")).to_be_in_viewport()

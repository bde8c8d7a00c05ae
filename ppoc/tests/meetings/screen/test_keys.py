"""The keyboard shortcuts: when they work, when they do not, and what they say."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]


@pytest.fixture
def screen(open_screen, coordinator):
	return open_screen(coordinator, make_scene(coordinator).meeting)


def test_letters_are_text_while_typing_and_keys_with_alt(screen):
	screen.press("w")
	screen.type("npcaq?/")
	expect(screen.entry("progress")).to_have_value("npcaq?/")
	expect(screen.name).to_have_text("Anouk Ashvale")
	screen.press("Alt+n")
	expect(screen.name).to_have_text("Bram Ashvale")
	screen.press("Alt+p")
	expect(screen.entry("progress")).to_have_value("npcaq?/")


def test_the_change_of_child_is_spoken(screen):
	screen.press("n")
	expect(screen.spoken).to_contain_text("Bram Ashvale")
	expect(screen.spoken).to_contain_text("To do")
	screen.press("p", "p", "p")
	expect(screen.spoken).to_have_text("This is the first child.")


def test_the_keys_are_listed_and_the_single_letters_can_be_switched_off(screen):
	screen.press("?")
	card = screen.page.locator(".ms-dialog")
	expect(card).to_contain_text("Next child")
	expect(card).to_contain_text("Alt+N")
	screen.tab_until(lambda: screen.focused("type") == "checkbox", "the switch")
	screen.press("Space", "Escape")
	expect(card).to_have_count(0)
	screen.press("n")
	expect(screen.name).to_have_text("Anouk Ashvale")
	screen.press("Alt+n")
	expect(screen.name).to_have_text("Bram Ashvale")


def test_escape_leads_from_a_field_back_to_the_child(screen):
	screen.press("w", "Escape")
	assert "ms-name" in screen.focused_class()
	screen.press("a", "Escape")
	assert "ms-name" in screen.focused_class()


def test_the_agenda_is_searched_from_anywhere(screen):
	screen.press("/")
	screen.type("dilys")
	expect(screen.page.locator(".ms-stop")).to_have_count(1)
	screen.press("Enter")
	expect(screen.name).to_have_text("Dilys Ashvale")
	expect(screen.page.locator(".ms-stop")).not_to_have_count(1)


def test_full_screen_has_large_type_and_keeps_the_focus(screen):
	size = "() => parseFloat(getComputedStyle(document.querySelector('.ms-name')).fontSize)"
	before = screen.page.evaluate(size)
	screen.press("f")
	expect(screen.page.locator("body")).to_contain_class("ms-projector")
	assert screen.page.evaluate(size) > before * 1.25
	assert "ms-name" in screen.focused_class()
	screen.press("f")
	expect(screen.page.locator("body")).not_to_contain_class("ms-projector")


def test_a_child_is_carried_over_with_a_key_and_taken_back(screen):
	screen.press("c")
	expect(screen.name).to_have_text("Bram Ashvale")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-over")
	screen.press("p", "u")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-todo")
	screen.all_saved()

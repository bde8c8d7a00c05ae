"""The date picker that Frappe shows below a date field."""

from __future__ import annotations

from playwright.sync_api import Locator


def calendar_has_faded_in(entry: Locator) -> None:
	"""Sends at once the event that the browser sends a third of a second after the field is entered."""
	entry.evaluate("input => $(input).data('datepicker').$datepicker.trigger('transitionend')")

"""The calendar that the platform shows below a date field."""

from __future__ import annotations

from playwright.sync_api import Locator


def calendar_has_faded_in(entry: Locator) -> None:
	"""The browser says so once, a third of a second after the field was entered; here it is said at once."""
	entry.evaluate("input => $(input).data('datepicker').$datepicker.trigger('transitionend')")

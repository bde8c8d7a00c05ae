"""A finding of a check: one shape for every check. Plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


def _(text: str) -> str:
	"""Marks a text for the translators. It is translated when it is shown, see `Text.say`."""
	return text


class SiteSeverity(IntEnum):
	"""How much harm a finding does, from most to least; the page and the command list them in this order."""

	CRITICAL = 1
	"""Somebody from outside may reach the children's records."""
	SERIOUS = 2
	"""A safeguard is missing, or data or emails may be lost."""
	UNKNOWN = 3
	"""The check could not be made, so nobody knows."""
	ADVICE = 4
	"""It works and is safe, but could be better."""
	INFORMATION = 5
	"""Nothing is wrong."""

	@property
	def label(self) -> str:
		"""The word shown to users, untranslated."""
		return LABELS[self]


LABELS = {
	SiteSeverity.CRITICAL: _("Critical"),
	SiteSeverity.SERIOUS: _("Serious"),
	SiteSeverity.UNKNOWN: _("Not known"),
	SiteSeverity.ADVICE: _("Advice"),
	SiteSeverity.INFORMATION: _("Information"),
}


@dataclass(frozen=True)
class Text:
	"""A sentence that is translated first and filled in afterwards."""

	template: str
	values: tuple[str | int | tuple[Text, ...], ...] = ()
	"""A tuple of texts is a list of them in one place."""

	def say(self, translate: Callable[[str], str] = str) -> str:
		"""Returns the sentence in the language of `translate`."""
		said = (
			"; ".join(text.say(translate) for text in value) if isinstance(value, tuple) else value
			for value in self.values
		)
		return translate(self.template).format(*said)


@dataclass(frozen=True)
class SiteFinding:
	"""One thing that is wrong with the installation.

	Attributes:
		key: names the finding and stays the same from one run to the next.
		title: what it is about, in a few words.
		severity: see `SiteSeverity`.
		what: what is wrong. Never contains a password or another secret.
		remedy: how to fix it.
		scope: the roles, settings or advisories that it is about. An acceptance covers only these.
	"""

	key: str
	title: Text
	severity: SiteSeverity
	what: Text
	remedy: Text = Text("")
	scope: tuple[str, ...] = ()

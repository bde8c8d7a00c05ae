"""A sentence from an engine: a template with its values, translated only when it is shown. Plain Python.

Until then it is an ordinary English text, so engines and their tests need no site. `translating.py` puts it
into the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any


class Message(str):
	"""An English sentence that knows its template and values.

	Values may be messages themselves, or dates; these are translated too. Everything else, such as names and
	what people typed, stays as it is.
	"""

	template: str
	values: tuple[Any, ...]

	def __new__(cls, template: str, *values: Any) -> Message:
		"""Creates a message. `template` has placeholders as for `str.format`: "{0} goes onto the list for {1}."."""
		if isinstance(template, Message) and not values:
			return template
		message = super().__new__(cls, _filled(template, map(_in_english, values)))
		message.template, message.values = template, values
		return message

	def __getnewargs__(self) -> tuple[Any, ...]:
		"""Returns the arguments from which a copy is made."""
		return (self.template, *self.values)

	def __add__(self, other: str) -> Message:
		"""Returns the message followed by another text."""
		return joined((self, other), "")

	def __radd__(self, other: str) -> Message:
		"""Returns the message preceded by a text that is not a message."""
		return joined((other, self), "")

	def translated(self, translate: Callable[[str], str], say_day: Callable[[date], str]) -> str:
		"""Returns the sentence in another language.

		Args:
			translate: returns a template in that language.
			say_day: returns a date in that language.
		"""

		def said(value: Any) -> Any:
			if isinstance(value, Message):
				return value.translated(translate, say_day)
			return say_day(value) if isinstance(value, date) else value

		return _filled(translate(self.template), map(said, self.values))


def joined(messages: Iterable[str], between: str = ", ") -> Message:
	"""Returns several messages as one, with `between` between them."""
	messages = list(messages)
	return Message(between.join(f"{{{place}}}" for place in range(len(messages))), *messages)


def _filled(template: str, values: Iterable[Any]) -> str:
	"""Returns the filled template. One without values may be any text, including braces: an option of a list,
	a role."""
	values = list(values)
	return template.format(*values) if values else template


def _in_english(value: Any) -> Any:
	return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

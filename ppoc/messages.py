"""A sentence that an engine says: a template with its values, translated where it meets a person. Plain Python.

It is an English text like any other until then, so engines and their tests need no site. `translating.py` says it in
the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any


class Message(str):
	"""An English sentence that knows its template and values.

	Values may be messages themselves, and dates; these are said in the reader's language too. All else, such as
	names and what people typed, stays as it is.
	"""

	template: str
	values: tuple[Any, ...]

	def __new__(cls, template: str, *values: Any) -> Message:
		"""`template` has its values' places as `str.format` has them: "{0} goes onto the list for {1}."."""
		if isinstance(template, Message) and not values:
			return template
		message = super().__new__(cls, _filled(template, map(_in_english, values)))
		message.template, message.values = template, values
		return message

	def __getnewargs__(self) -> tuple[Any, ...]:
		"""How a copy is made."""
		return (self.template, *self.values)

	def __add__(self, other: str) -> Message:
		"""One sentence after another."""
		return joined((self, other), "")

	def __radd__(self, other: str) -> Message:
		"""A sentence after one that is none of an engine's."""
		return joined((other, self), "")

	def translated(self, translate: Callable[[str], str], say_day: Callable[[date], str]) -> str:
		"""The sentence in another language.

		Args:
			translate: gives a template in that language.
			say_day: says a date in that language.
		"""

		def said(value: Any) -> Any:
			if isinstance(value, Message):
				return value.translated(translate, say_day)
			return say_day(value) if isinstance(value, date) else value

		return _filled(translate(self.template), map(said, self.values))


def joined(messages: Iterable[str], between: str = ", ") -> Message:
	"""Several messages one behind the other."""
	messages = list(messages)
	return Message(between.join(f"{{{place}}}" for place in range(len(messages))), *messages)


def _filled(template: str, values: Iterable[Any]) -> str:
	"""A template without values may be any text, braces and all: an option of a list, the name of a role."""
	values = list(values)
	return template.format(*values) if values else template


def _in_english(value: Any) -> Any:
	return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

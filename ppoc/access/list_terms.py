"""Reads the texts that ask for a list: fields, sort order, groups. Plain Python; nothing here knows a site.

Frappe 15 writes these texts into its SQL almost as they came. Only what this grammar knows gets there: columns,
numbers, quoted text, the four sums, and functions that neither wait nor read anything but their arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FUNCTIONS = frozenset(
	"abs avg ceil coalesce concat count date dayofyear floor ifnull locate max min month monthname now nullif"
	" quarter round strpos sum timestamp unix_timestamp year".split()
)
"""In lower case. `sleep`, `benchmark`, `if`, `load_file` and whatever a database adds are not among them."""
ARITHMETIC = frozenset("+-*/")
EVERY_COLUMN = "*"

_TOKEN = re.compile(
	r"""\s*(?:
	(?P<quoted>`[^`]+`)
	|(?P<text>'(?:[^'\\]|\\.|'')*')
	|(?P<number>-?\d+(?:\.\d+)?)
	|(?P<word>[^\W\d]\w*)
	|(?P<sign>[-+*/.,()])
	)""",
	re.VERBOSE,
)
TABLE = "tab"


class UnreadableTermError(ValueError):
	"""The text is not one that a list may be asked with."""


@dataclass(frozen=True)
class Column:
	"""A column as it was written: `where` is the DocType of a table, or the field before a dot, or nothing."""

	name: str
	where: str = ""
	is_table: bool = False

	def __str__(self) -> str:
		return f"{self.where}.{self.name}" if self.where else self.name


@dataclass
class Term:
	"""One field, sort key or group.

	columns: the columns in it.
	functions: the functions and signs around them, so nothing for a column that stands alone.
	alias: the name for the result.
	distinct: whether it begins with `distinct`.
	"""

	columns: list[Column] = field(default_factory=list)
	functions: list[str] = field(default_factory=list)
	alias: str = ""
	distinct: bool = False

	@property
	def column(self) -> Column | None:
		"""The column, if the term is nothing else."""
		alone = len(self.columns) == 1 and not self.functions and not self.distinct
		return self.columns[0] if alone else None


def read_field(text: str) -> Term:
	"""Returns what one field of a list says: `name`, `child.full_name as who`, `count(*) as n`.

	Raises:
		UnreadableTermError: it says anything else.
	"""
	reader = _Reader(text)
	term = reader.term()
	term.alias = reader.alias()
	reader.end()
	return term


def read_order(text: str) -> list[Term]:
	"""Returns the sort keys or groups of a list.

	Raises:
		UnreadableTermError: one of them is anything but a term and a direction.
	"""
	terms = []
	for part in split(text):
		reader = _Reader(part)
		terms.append(reader.term())
		reader.direction()
		reader.end()
	return terms


def split(text: str) -> list[str]:
	"""Returns the parts between the commas that stand outside brackets and quotes; empty ones are left out."""
	parts, depth, start = [], 0, 0
	for token in _tokens(text):
		depth += {"(": 1, ")": -1}.get(token.text, 0)
		if token.text == "," and not depth:
			parts.append(text[start : token.at])
			start = token.at + 1
	return [part.strip() for part in (*parts, text[start:]) if part.strip()]


@dataclass(frozen=True)
class _Token:
	kind: str
	text: str
	at: int


def _tokens(text: str) -> Iterator[_Token]:
	at, end = 0, len(text.rstrip())
	while at < end:
		found = _TOKEN.match(text, at)
		if not found or not found.lastgroup:
			raise UnreadableTermError(text)
		yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
		at = found.end()


class _Reader:
	"""Reads one term, token by token."""

	def __init__(self, text: str) -> None:
		self.text = text
		self.tokens = list(_tokens(text))
		self.read = Term()

	def term(self) -> Term:
		if self._takes_word("distinct"):
			self.read.distinct = True
		self._sum()
		return self.read

	def alias(self) -> str:
		if not self._takes_word("as"):
			return ""
		token = self._next()
		if token.kind not in ("word", "quoted", "text"):
			raise UnreadableTermError(self.text)
		return token.text.strip("`'")

	def direction(self) -> None:
		if (
			self._takes_word("asc", "desc")
			and self._takes_word("nulls")
			and not self._takes_word("first", "last")
		):
			raise UnreadableTermError(self.text)

	def end(self) -> None:
		if self.tokens:
			raise UnreadableTermError(self.text)

	def _sum(self) -> None:
		self._part()
		while self.tokens and self.tokens[0].text in ARITHMETIC:
			self.read.functions.append(self._next().text)
			self._part()

	def _part(self) -> None:
		token = self._next()
		if token.kind in ("number", "text"):
			return
		if token.text == "(":
			self._sum()
			self._take(")")
		elif token.text == EVERY_COLUMN:
			self.read.columns.append(Column(EVERY_COLUMN))
		elif token.kind == "word" and self._next_is("("):
			self._function(token.text)
		elif token.kind in ("word", "quoted"):
			self._column(token)
		else:
			raise UnreadableTermError(self.text)

	def _function(self, name: str) -> None:
		if name.lower() not in FUNCTIONS:
			raise UnreadableTermError(self.text)
		self.read.functions.append(name.lower())
		self._take("(")
		self._takes_word("distinct")
		while not self._next_is(")"):
			self._sum()
			if not self._next_is(")"):
				self._take(",")
		self._take(")")

	def _column(self, token: _Token) -> None:
		first = token.text.strip("`")
		if not self._next_is("."):
			self.read.columns.append(Column(first))
			return
		self._take(".")
		last = self._next()
		if last.kind not in ("word", "quoted") and last.text != EVERY_COLUMN:
			raise UnreadableTermError(self.text)
		is_table = first.startswith(TABLE) and token.kind == "quoted"
		where = first.removeprefix(TABLE) if is_table else first
		self.read.columns.append(Column(last.text.strip("`"), where, is_table))

	def _next(self) -> _Token:
		if not self.tokens:
			raise UnreadableTermError(self.text)
		return self.tokens.pop(0)

	def _next_is(self, sign: str) -> bool:
		return bool(self.tokens) and self.tokens[0].text == sign and self.tokens[0].kind == "sign"

	def _take(self, sign: str) -> None:
		if not self._next_is(sign):
			raise UnreadableTermError(self.text)
		self._next()

	def _takes_word(self, *words: str) -> bool:
		"""Takes one of these words, if it comes next."""
		if not self.tokens or self.tokens[0].kind != "word" or self.tokens[0].text.lower() not in words:
			return False
		self._next()
		return True

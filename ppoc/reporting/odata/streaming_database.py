"""Streams the rows of one statement from the database in parts, so that an answer of any length takes the
same memory and permissions are worked out only once.

They come over a separate connection: a result that is being read keeps its connection busy, and Frappe closes
the request's own before an answer is sent (15) or goes on using it (16).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import frappe
from frappe.database.database import IFNULL_PATTERN
from pypika.queries import QueryBuilder

PART_BYTES = 256 * 1024
"""The size of a part; a longer row is sent on its own."""

AT_ONCE = 100
"""Rows that the driver fetches at a time, if it is the driver that reads them: they are held as text in
addition to the part being built, so a larger number takes more memory than the part."""

TOO_LONG = "A row is longer than the database's max_allowed_packet."
"""The database writes null for such a row."""

LONGEST_PACKET = 0xFFFFFF
NO_TEXT, TWO_BYTES, THREE_BYTES, EIGHT_BYTES, FAILED = 0xFB, 0xFC, 0xFD, 0xFE, 0xFF
LENGTH_BYTES = {TWO_BYTES: 3, THREE_BYTES: 4, EIGHT_BYTES: 9}
END_BELOW = 9


class StreamedRows:
	"""The texts of a statement that selects one text per row, such as a JSON object.

	An iterator of parts, each of texts with commas between. `count` and `last` are how many were read and the
	last of them, `ended` whether that was all. Whoever does not read to the end must close it; the database
	then stops too.
	"""

	def __init__(self, query: QueryBuilder) -> None:
		self.count, self.last, self.ended = 0, b"", False
		self._connection = connection()
		try:
			self._texts = _texts(self._connection, query)
		except BaseException:
			self.close()
			raise

	def __iter__(self) -> StreamedRows:
		return self

	def __next__(self) -> bytes:
		part, size = [], 0
		for text in () if self.ended else self._texts:
			part.append(text)
			size += len(text)
			if size >= PART_BYTES:
				break
		else:
			self.ended = True
			self.close()
		if not part:
			raise StopIteration
		self.count += len(part)
		self.last = part[-1]
		return b",".join(part)

	def close(self) -> None:
		"""Releases the connection; calling it again does nothing."""
		held, self._connection = self._connection, None
		if not held:
			return
		if file := getattr(held, "_rfile", None):
			# pymysql releases its socket, which stays open as long as somebody still reads from it
			file.close()
		held.close()


def connection() -> Any:
	"""Returns a new connection from the site's database driver."""
	return frappe.db.get_connection()


def _texts(held: Any, query: QueryBuilder) -> Iterator[bytes]:
	"""Runs a statement and returns an iterator over its rows."""
	statement, values = query.walk()
	if frappe.db.db_type == "postgres":
		from frappe.database.postgres.database import modify_query, modify_values

		cursor = held.cursor("feed")
		cursor.execute(modify_query(IFNULL_PATTERN.sub("coalesce(", statement)), modify_values(values))
		return _by_the_driver(cursor)
	driver = type(held).__module__.partition(".")[0]  # pymysql, or MySQLdb if the site is configured for it
	cursor = held.cursor(import_module(f"{driver}.cursors").SSCursor)
	cursor.execute(statement, values)
	if not hasattr(held, "_rfile"):
		return _by_the_driver(cursor)
	cursor._result.unbuffered_active = False  # otherwise it would read all remaining rows before it lets go
	return _by_ourselves(held)


def _by_the_driver(cursor: Any) -> Iterator[bytes]:
	while rows := cursor.fetchmany(AT_ONCE):
		for (text,) in rows:
			if text is None:
				raise frappe.db.DataError(TOO_LONG)
			yield text.encode()
	cursor.close()


def _by_ourselves(held: Any) -> Iterator[bytes]:
	"""Reads the rows as pymysql would, in a third of the time: pymysql makes a dozen calls for each.

	Three bytes of length, one sequence number, then the row: the length of its text, in one byte or more, and
	the text (https://mariadb.com/kb/en/result-set-packets/).

	Raises:
		pymysql.err.MySQLError: the database failed, or the connection is lost.
	"""
	from pymysql.err import raise_mysql_exception

	read, place = held._rfile.read, held._next_seq_id
	while True:
		text, length = b"", LONGEST_PACKET
		while length == LONGEST_PACKET:  # a longer row comes in several packets
			header = read(4)
			length = int.from_bytes(header[:3], "little")
			packet = read(length)
			if len(header) < 4 or len(packet) < length or header[3] != place:
				raise held.OperationalError("The database ended in the middle of an answer.")
			place = place + 1 & 0xFF
			text = text + packet if text else packet
		first = text[0]
		if first < NO_TEXT:
			yield text[1:]
		elif first == EIGHT_BYTES and len(text) < END_BELOW:
			return
		elif first == FAILED:
			raise_mysql_exception(text)
		elif first == NO_TEXT:
			raise held.DataError(TOO_LONG)
		else:
			yield text[LENGTH_BYTES[first] :]

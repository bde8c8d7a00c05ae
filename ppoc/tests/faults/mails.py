"""What arrived at the mail server, compared with what should have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

from ppoc.tests.faults.activities import Council
from ppoc.tests.faults.kinds import DOUBLED, EMAIL_LOST, Fault


class Sink:
	"""The messages that the mail server was given, counted by message and addressee; each file is read once."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder
		self.read: set[str] = set()
		self.count: Counter[tuple[str, str]] = Counter()

	def look(self) -> Counter[tuple[str, str]]:
		"""Returns how often each message came to each address."""
		for path in self.folder.glob("*.eml"):
			if path.name not in self.read:
				self.read.add(path.name)
				message = BytesHeaderParser().parsebytes(path.read_bytes())
				for address in str(message["X-Envelope-To"]).split(", "):
					self.count[str(message["Message-ID"]).strip("<> "), address] += 1
		return self.count


def faults_of_letters(council: Council, meeting: str, kind: str) -> Iterator[Fault]:
	"""Yields who did not get the email of a meeting without a trace of it, or got it twice."""
	arrived = council.sink.look()
	expected, letters = council.inside.call("checks.letters", meeting=meeting, kind=kind)
	for address in expected:
		mine = [letter for letter in letters if letter["recipient"] == address]
		if len(mine) > 1:
			yield DOUBLED, f"{kind} of {meeting} was put into the queue {len(mine)} times for {address}"
		if not mine:
			yield EMAIL_LOST, f"{kind} of {meeting} was never put into the queue for {address}"
	for letter in letters:
		came = arrived[letter["message_id"].strip("<> "), letter["recipient"]]
		told = f"{kind} of {meeting} to {letter['recipient']}: {letter['status']}, arrived {came} times"
		told = f"{told}; {letter['error']}" if letter["error"] else told
		if came > 1:
			yield DOUBLED, told
		if letter["status"] != "Error" and came != 1:
			yield EMAIL_LOST, told

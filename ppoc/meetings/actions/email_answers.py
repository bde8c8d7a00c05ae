"""Links by which the owner of an action answers it from an email. Plain Python.

A link says nothing by itself: it is a sealed claim that whoever holds it may answer one action, once, until a day.
It is used up by the next review of the action, whoever makes it, because it counts the reviews that there were.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from hashlib import sha256

from ppoc.messages import Message

VALID_FOR = timedelta(days=28)
SEAL_BYTES = 16
LONGEST_KEY = 400


class EmailAnswer(str, Enum):
	"""What the owner can say. Only the first changes the action; the others are for the next meeting to read."""

	DONE = "Done"
	NEEDS_LONGER = "Needs longer"
	BLOCKED = "Blocked"


LABELS = {
	EmailAnswer.DONE: Message("Done"),
	EmailAnswer.NEEDS_LONGER: Message("Needs longer"),
	EmailAnswer.BLOCKED: Message("Blocked"),
}


@dataclass(frozen=True)
class Claim:
	"""What a link stands for.

	Attributes:
		action, worker: names of the Action and of the Worker who owned it when the email was sent.
		reviews: how many reviews the action had then.
		until: the last day on which the link can be used.
	"""

	action: str
	worker: str
	reviews: int
	until: date


def seal(claim: Claim, secret: bytes) -> str:
	"""Returns the key in the link."""
	said = json.dumps([claim.action, claim.worker, claim.reviews, claim.until.isoformat()]).encode()
	return f"{_text(said)}.{_text(_signature(said, secret))}"


def unseal(key: str, secret: bytes) -> Claim | None:
	"""Returns what a link stands for, None if it was not sealed with this secret."""
	said, dot, signature = key.partition(".")
	if not dot or len(key) > LONGEST_KEY:
		return None
	try:
		plain = _bytes(said)
		if not hmac.compare_digest(_bytes(signature), _signature(plain, secret)):
			return None
		action, worker, reviews, until = json.loads(plain)
		return Claim(str(action), str(worker), int(reviews), date.fromisoformat(until))
	except ValueError:
		return None


def initials(name: str) -> str:
	"""Returns the initials of a name: "A. E."."""
	return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def with_initials(text: str, names: Iterable[str]) -> str:
	"""Returns a text in which these words are cut to their first letter."""
	for name in sorted(names, key=len, reverse=True):
		text = re.sub(rf"\b{re.escape(name)}\b", f"{name[0]}.", text)
	return text


def _signature(said: bytes, secret: bytes) -> bytes:
	return hmac.new(secret, said, sha256).digest()[:SEAL_BYTES]


def _text(plain: bytes) -> str:
	return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def _bytes(text: str) -> bytes:
	return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

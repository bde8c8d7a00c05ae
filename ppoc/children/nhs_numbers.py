"""NHS numbers: reads, checks and writes them as the NHS Data Model and Dictionary does (data element NHS NUMBER).

The last of the ten digits checks the others: each of the first nine is weighted by 10 to 2, and the weighted sum with
the check digit is divisible by 11.
"""

from __future__ import annotations

import re

from ppoc.messages import Message

LENGTH = 10
_SEPARATORS = re.compile(r"[\s.-]+")


def nhs_digits(text: str | None) -> str:
	"""Returns the digits of an NHS number without what people put between them; other letters stay."""
	return _SEPARATORS.sub("", text or "")


def nhs_fault(text: str | None) -> Message | None:
	"""Returns what is wrong with an NHS number and what to do; None if it is empty or can be right."""
	digits = nhs_digits(text)
	if not digits:
		return None
	if not (digits.isascii() and digits.isdigit()) or len(digits) != LENGTH:
		return Message("An NHS number has ten digits. Check “{0}”.", text)
	if len(set(digits)) == 1:
		return Message("“{0}” stands in for an NHS number that nobody knew. Leave the field empty.", text)
	if sum(int(digit) * weight for digit, weight in zip(digits, range(LENGTH, 0, -1), strict=True)) % 11:
		return Message(
			"The digits of the NHS number “{0}” do not fit each other. Check it for a typing error.", text
		)
	return None


def nhs_written(text: str | None) -> str:
	"""Returns an NHS number in the groups in which the NHS writes it, as 999 000 0018; "" if there is none."""
	digits = nhs_digits(text)
	return " ".join((digits[:3], digits[3:6], digits[6:])).strip()

"""Settles whether a child of a file is born: an expected date of birth is accepted for one who is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ppoc.children.duplicates.matching import name_words
from ppoc.imports.mapping import TargetField
from ppoc.messages import Message
from ppoc.plans.potential.rules import birth_fault

FUTURE_BIRTH = "Birth in the future"
"""The rule of a finding that does not count for a child who is held as not yet born."""
EXPECTED = "expected_birth"
UNBORN_FIELDS: tuple[TargetField, ...] = (
	TargetField(
		EXPECTED,
		"Expected date of birth",
		"date",
		(
			"edd",
			"edob",
			"expected dob",
			"expected delivery date",
			"estimated date of delivery",
			"due date of birth",
		),
		lenient=True,
	),
	TargetField(
		"unborn",
		"Not yet born",
		"check",
		("unborn", "unborn baby", "unborn child", "is unborn"),
		lenient=True,
	),
)


def take_expected(values: dict[str, object]) -> None:
	"""Puts an expected date of birth where the date of birth is missing; the child is then not yet born.

	Args:
		values: a row by field name; changed in place.
	"""
	expected = values.pop(EXPECTED, None)
	if expected and not values.get("date_of_birth"):
		values["date_of_birth"] = expected
		values.setdefault("unborn", True)


def says_unborn(values: Mapping[str, object]) -> bool:
	"""Returns whether a row says that the child is not yet born: by its mark, or by the name (“Unborn Marsh”)."""
	names = (str(values.get(name) or "") for name in ("first_name", "last_name", "full_name"))
	return bool(values.get("unborn")) or "unborn" in name_words(*names)


def fault_of_birth(values: Mapping[str, object], today: date) -> str:
	"""Returns what is impossible about a row's date of birth in the future, or ""."""
	born = values.get("date_of_birth")
	if not isinstance(born, date) or born <= today:
		return ""
	if says_unborn(values):
		return birth_fault(born, True, None, today)
	return Message("The date of birth {0} is in the future.", f"{born:%d/%m/%Y}")


def settle_birth(values: dict[str, object], held: Mapping[str, object], today: date) -> None:
	"""Sets whether the child is born by now, where the row says so or its date of birth does.

	Args:
		values: a row by field name; changed in place.
		held: the child on the site by field name, empty for a new one.
		today: the day of the load.
	"""
	born = values.get("date_of_birth")
	said = values.pop("unborn", None)
	by_name = says_unborn(values)
	if (isinstance(born, date) and born > today) or said or by_name:
		values["unborn"] = True
	elif held.get("unborn") and (born or said is False):
		values["unborn"] = False

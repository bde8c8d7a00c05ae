"""Notices a row that would turn a held child into somebody else, because its ID is another child's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ppoc.children.duplicates.matching import Identity, name_words, upn_key
from ppoc.children.identifiers import id_key, written_id
from ppoc.imports.findings import Severity
from ppoc.messages import Message, joined

SURNAME, FORENAME, BIRTH, UPN = "surname", "first name", "date of birth", "UPN"
TELLING = frozenset({SURNAME, BIRTH, UPN})
"""Each of these changes now and then; two of them together hardly ever do."""
WITH_ITS_ZEROS = Message("Write the ID with its leading zeros, as the case system has it.")
"""What to do about an ID of a file that could be one of several held ones."""


class Doubt(NamedTuple):
	"""Why a row may be about another person than the child who is held under its ID."""

	severity: Severity
	message: str
	remedy: str


def doubt_about(given: Identity, held: Identity) -> Doubt | None:
	"""Compares a row with the child whom its ID finds.

	Args:
		given: the row; what is blank in it changes nothing.
		held: the child on the site.

	Returns:
		A refusal if the ID is only nearly the same and the person is another; a warning if the row would change surname
		and date of birth together, or as much as that; otherwise None.
	"""
	changed = _changed(given, held)
	words = joined((Message(word) for word in (SURNAME, FORENAME, BIRTH, UPN) if word in changed), ", ")
	nearly = id_key(given.child_id) == id_key(held.child_id) and _label(given) != _label(held)
	if nearly and changed & {BIRTH, UPN, SURNAME}:
		return Doubt(
			Severity.REFUSED,
			Message(
				"The ID {0} is nearly that of the child {1}, who has another {2}.",
				given.child_id,
				held.child_id,
				words,
			),
			Message(
				"Write the ID exactly as the case system has it, with its leading zeros; if it is the same child, "
				"correct the child's record first."
			),
		)
	if len(changed & TELLING) > 1 or {SURNAME, FORENAME} <= changed:
		return Doubt(
			Severity.WARNING,
			Message("This would change the child's {0} together: perhaps the ID is another child's.", words),
			Message("Check the ID before loading."),
		)
	return None


def several_held(written: str, alike: Sequence[str]) -> str:
	"""Returns what is wrong with an ID that could be one of several held ones."""
	return Message("The ID {0} could be any of these here: {1}.", written, ", ".join(alike))


def person_of(name: str, values: Mapping[str, object]) -> Identity:
	"""Returns a child's record as the search for duplicates needs it.

	Args:
		name: the record's name.
		values: its fields.
	"""
	birth = values.get("date_of_birth")
	return Identity(
		name,
		str(values.get("child_id") or ""),
		str(values.get("upn") or ""),
		str(values.get("first_name") or ""),
		str(values.get("last_name") or ""),
		birth if isinstance(birth, date) else None,
		bool(values.get("unborn")),
		str(values.get("nhs_number") or ""),
	)


def _label(person: Identity) -> str:
	return written_id(person.child_id).upper()


def _changed(given: Identity, held: Identity) -> set[str]:
	pairs = {
		SURNAME: (name_words(given.last_name), name_words(held.last_name)),
		FORENAME: (name_words(given.first_name), name_words(held.first_name)),
		BIRTH: (given.date_of_birth, held.date_of_birth),
		UPN: (upn_key(given.upn), upn_key(held.upn)),
	}
	return {word for word, (new, old) in pairs.items() if new and old and new != old}

"""Findings about a return that only its comparison with the site can show. Plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903.changes import ChildPlan
from ppoc.imports.ssda903.load import LISTED, Return
from ppoc.imports.ssda903.parse import words_of
from ppoc.imports.ssda903.timeline import ReturnedChild
from ppoc.messages import Message, joined


def about_plans(plans: Sequence[ChildPlan], agreed: Mapping[str, Collection[str]]) -> Iterator[Finding]:
	"""Yields what a person should know about what loading would do.

	Args:
		plans: the plans of all children.
		agreed: for each child, the keys of the held records whose removal a person has agreed to.
	"""
	yield from kept(plans, agreed)
	yield from unclosed(plans)
	yield from overlapping(plans)
	yield from other_workers(plans)
	yield from unknown_workers(plans)


def older(loaded: Return, held_year: int | None) -> Iterator[Finding]:
	"""Says that a return for a later year has been loaded before, so that this one changes little."""
	message = Message(
		"A return for a later year, up to March {0}, has been loaded before. This one, up to March {1}, only fills in "
		"what is missing: where the two differ, what is here stays.",
		held_year,
		loaded.year,
	)
	remedy = Message("If this return is the later one, enter its year and preview again.")
	yield Finding(Severity.WARNING, message, remedy)


def kept(plans: Iterable[ChildPlan], agreed: Mapping[str, Collection[str]]) -> Iterator[Finding]:
	"""Warns about each child of whom the return no longer has everything."""
	for plan in plans:
		if plan.removals.keys() - set(agreed.get(plan.child_id, ())):
			said = joined(plan.removals.values(), "; ")
			message = Message("The return no longer has everything that is here: {0}.", said)
			remedy = Message("It stays, unless you agree to its removal when you load.")
			yield Finding(
				Severity.WARNING, message, remedy, child=plan.child_id, rule="No longer in the return"
			)


def set_aside(children: Sequence[ReturnedChild]) -> Iterator[Finding]:
	"""Says who is in the Header file only, such as a care leaver, and does not become a child of the caseload."""
	if children:
		some = ", ".join(child.child_id for child in children[:LISTED]) + (
			"…" if len(children) > LISTED else ""
		)
		message = Message(
			"{0} young people without any episode are not on the site and were left out: {1}.",
			len(children),
			some,
		)
		remedy = Message(
			"They are probably care leavers. To add them as children of the caseload, choose so and preview again."
		)
		yield Finding(Severity.NOTE, message, remedy)


def unclosed(plans: Iterable[ChildPlan]) -> Iterator[Finding]:
	"""Warns about each child who starts care again while an earlier period is still open here."""
	for plan in plans:
		for day in plan.unclosed:
			message = Message(
				"The child starts care again, and the period of care that began by {0} was never closed here. "
				"It stays as it is.",
				words_of(day),
			)
			remedy = Message("Load the return that has its end, or enter the end on the episode.")
			yield Finding(Severity.WARNING, message, remedy, child=plan.child_id)


def overlapping(plans: Iterable[ChildPlan]) -> Iterator[Finding]:
	"""Warns about each child whose histories in two returns do not fit together."""
	for plan in plans:
		for before, after in plan.overlaps:
			message = Message(
				"Two returns do not fit together: the episode of {0} lasts until {1}, and another starts on {2}.",
				words_of(before.started_on),
				words_of(before.ended_on or before.started_on),
				words_of(after.started_on),
			)
			remedy = Message("Find out which of the two is right, and correct the other at its source.")
			yield Finding(Severity.WARNING, message, remedy, child=plan.child_id)


def other_workers(plans: Iterable[ChildPlan]) -> Iterator[Finding]:
	"""Says which children have another social worker here than in the return."""
	for plan in plans:
		if plan.other_worker is not None:
			here, returned, row = plan.other_worker
			message = Message(
				"The social worker here is {0}; the return has {1} since {2}. The one here stays.",
				here,
				returned,
				words_of(row.started_on) if row.started_on else "",
			)
			remedy = Message("Change the social worker on the child's record if the return is right.")
			yield Finding(Severity.NOTE, message, remedy, row.file, row.line, "SW_ID", plan.child_id)


def unknown_workers(plans: Iterable[ChildPlan]) -> Iterator[Finding]:
	"""Says which social workers of the return nobody here is known as."""
	ids = sorted({plan.unknown_worker for plan in plans} - {""})
	if ids:
		some = ", ".join(ids[:LISTED]) + ("…" if len(ids) > LISTED else "")
		message = Message(
			"{0} social worker(s) of the return are not here under their ID: {1}. The children keep the social worker "
			"they have.",
			len(ids),
			some,
		)
		yield Finding(Severity.NOTE, message, Message("Enter the ID on the worker's record and load again."))

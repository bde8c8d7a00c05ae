"""Seals the entries of the trail into its chain, checks the chain, and removes what the retention rule lets go."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_years, get_datetime, now_datetime

from ppoc.access.audit import chain
from ppoc.access.audit.chain import Anchor, Check, Fault, Seal, Sealed
from ppoc.access.audit.entries import REMOVED, Entry, earliest_name, entry, from_row
from ppoc.access.audit.guarding import DOCTYPE, writing
from ppoc.access.audit.tables_database import SEALS, children, entries, insert, seals
from ppoc.access.audit.writing_database import write
from ppoc.database.conflicts import ended_for_another
from ppoc.database.rows import chunks
from ppoc.exceptions import AuditTrailBusyError

AT_ONCE = 1_000
RECENT = 10 * 60
"""Seconds that an ordinary pass looks back; the pass of the scheduler finds entries that arrive later."""

LEAST_YEARS = 6
"""The time within which a claim can be brought (Limitation Act 1980): the trail is kept at least so long."""
LATE = 3 * 24 * 3600
TRIES = 5
VALUES = (
	*(
		"name",
		"at",
		"user",
		"outcome",
		"door",
		"called",
		"record_type",
		"record",
		"children",
		"what",
		"address",
	),
	*("impersonated_by", "fingerprint"),
)


def seal(look_back: float | None = RECENT) -> int:
	"""Gives the entries that are committed and not in the chain yet their places in it, and commits.

	Two that seal at once want the same numbers: the database lets one of them have these, and the other does
	nothing. Whoever writes entries waits for neither.

	Args:
		look_back: seconds; None looks through the whole trail.

	Returns:
		How many were sealed.
	"""
	sealed = 0
	while True:
		frappe.db.commit()  # sees what others have committed until now
		found = _unsealed(look_back)
		if not found or not _written(chain.seals_after(_last(), found)):
			return sealed
		sealed += len(found)
		if len(found) < AT_ONCE:
			return sealed


def seal_everything() -> None:
	"""Seals all entries, however late they arrived.

	Raises:
		AuditTrailBusyError: others sealed all the time.
	"""
	for _try in range(TRIES):
		seal(None)
		if not _unsealed(None):
			return
	frappe.throw(
		_("The audit trail is being sealed by others. Try again in a minute."),
		AuditTrailBusyError,
		title=_("Audit trail"),
	)


def head() -> Anchor | None:
	"""Returns the last place of the chain and its hash, to be kept elsewhere; None while it is empty."""
	last = _last()
	return Anchor(last.number, last.hash, str(now_datetime())) if last else None


def faults(anchors: Sequence[Anchor] = ()) -> Iterator[Fault]:
	"""Yields what is wrong with the trail: each entry that was changed, removed, moved or put in, by its number."""
	check = Check(_removals(), anchors)
	for part in _places():
		yield from check.faults(part)
	yield from check.faults_at_the_end()
	for name in _found_by_nothing():
		yield Fault(0, name, "children are listed for an entry that is not there.")


def remove_older_than(years: int) -> int:
	"""Removes the entries of the whole months that are older than this, under the retention rule, and commits.

	The last seal of what is removed stays as the beginning of the chain, and an entry says what was removed,
	so that the rest can still be checked.

	Args:
		years: how long entries are kept; at least `LEAST_YEARS`.

	Returns:
		How many entries were removed.

	Raises:
		frappe.ValidationError: `years` is less than `LEAST_YEARS`.
	"""
	if years < LEAST_YEARS:
		frappe.throw(
			_("Keep the audit trail for {0} years or more.").format(LEAST_YEARS),
			frappe.ValidationError,
			title=_("Audit trail"),
		)
	begins = get_datetime(add_years(now_datetime(), -years)).replace(day=1, hour=0, minute=0, second=0)
	last, first = _last_before(begins.replace(microsecond=0)), _first()
	if not last or not first:
		return 0
	kept_from = first.number + (0 if _exists(first.entry) else 1)
	if last.number < kept_from:
		return 0
	write([_removal(kept_from, last, years)])
	with writing():
		for names in chunks(_names_up_to(last.number)):
			frappe.qb.from_(children()).delete().where(children().entry.isin(names)).run()
			frappe.qb.from_(entries()).delete().where(entries().name.isin(names)).run()
		frappe.qb.from_(seals()).delete().where(seals().number < last.number).run()
	frappe.db.commit()
	seal(None)
	return last.number - kept_from + 1


def _removal(first: int, last: Seal, years: int) -> Entry:
	what = f"Entries {first} to {last.number}, older than {years} years, under the retention rule. Hash: {last.hash}"
	return entry(
		at=now_datetime(),
		user=frappe.session.user,
		outcome=REMOVED,
		door="Retention",
		record_type=DOCTYPE,
		record=str(last.number),
		what=what,
	)


def _removals() -> dict[int, str]:
	table = entries()
	query = frappe.qb.from_(table).select(table.record, table.what).where(table.outcome == REMOVED)
	return {int(number): what.rpartition(" ")[2] for number, what in query.run() if number.isdigit()}


def _last_before(moment: datetime) -> Seal | None:
	"""Returns the seal before the first sealed entry that is not older than the moment."""
	table, seal_of = entries(), seals()
	young = (
		frappe.qb.from_(table)
		.inner_join(seal_of)
		.on(seal_of.entry == table.name)
		.select(seal_of.number)
		.where(table.at >= moment)
		.orderby(seal_of.number)
		.limit(1)
		.run()
	)
	last = _last()
	return _seal(young[0][0] - 1) if young else last


def _names_up_to(number: int) -> list[str]:
	query = frappe.qb.from_(seals()).select(seals().entry).where(seals().number <= number)
	return [row[0] for row in query.run()]


def _unsealed(look_back: float | None) -> list[Entry]:
	table, seal_of = entries(), seals()
	query = (
		frappe.qb.from_(table)
		.left_join(seal_of)
		.on(seal_of.entry == table.name)
		.where(seal_of.entry.isnull())
		.select(*(table[column] for column in VALUES))
		.orderby(table.name)
		.limit(AT_ONCE)
	)
	if look_back is not None:
		query = query.where(table.name >= earliest_name(time.time() - look_back))
	return [from_row(row) for row in query.run(as_dict=True)]


def _written(made: Sequence[Seal]) -> bool:
	"""Writes and commits seals; returns False if somebody else had their numbers first."""
	try:
		insert(SEALS, ("number", "entry", "hash"), ((each.number, each.entry, each.hash) for each in made))
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		if _is_taken(error):
			return False
		raise
	return True


def _is_taken(error: Exception) -> bool:
	return frappe.db.is_duplicate_entry(error) or bool(ended_for_another(error))


def _last() -> Seal | None:
	return _one(descending=True)


def _first() -> Seal | None:
	return _one(descending=False)


def _one(descending: bool) -> Seal | None:
	table = seals()
	order = frappe.qb.desc if descending else frappe.qb.asc
	query = frappe.qb.from_(table).select(table.number, table.entry, table.hash)
	rows = query.orderby(table.number, order=order).limit(1).run()
	return Seal(*rows[0]) if rows else None


def _seal(number: int) -> Seal | None:
	table = seals()
	query = frappe.qb.from_(table).select(table.number, table.entry, table.hash).where(table.number == number)
	rows = query.run()
	return Seal(*rows[0]) if rows else None


def _exists(name: str) -> bool:
	table = entries()
	return bool(frappe.qb.from_(table).select(table.name).where(table.name == name).run())


def _places() -> Iterator[list[Sealed]]:
	"""Yields the whole chain in parts, by number."""
	table, after = seals(), 0
	while True:
		query = (
			frappe.qb.from_(table).select(table.number, table.entry, table.hash).where(table.number > after)
		)
		found = [Seal(*row) for row in query.orderby(table.number).limit(AT_ONCE).run()]
		if not found:
			return
		names = [each.entry for each in found]
		rows, listed = _rows(names), _listed(names)
		yield [
			Sealed(
				each,
				from_row(rows[each.entry]) if each.entry in rows else None,
				rows[each.entry].fingerprint if each.entry in rows else "",
				tuple(listed.get(each.entry, ())),
			)
			for each in found
		]
		after = found[-1].number


def _rows(names: Sequence[str]) -> dict[str, Any]:
	table = entries()
	query = frappe.qb.from_(table).select(*(table[column] for column in VALUES)).where(table.name.isin(names))
	return {row.name: row for row in query.run(as_dict=True)}


def _listed(names: Sequence[str]) -> dict[str, list[str]]:
	table = children()
	found: dict[str, list[str]] = {}
	query = frappe.qb.from_(table).select(table.entry, table.child).where(table.entry.isin(names))
	for name, child in query.run():
		found.setdefault(name, []).append(child)
	return found


def _found_by_nothing() -> list[str]:
	"""Returns names under which children are listed, but no entry is there."""
	table, of = children(), entries()
	query = frappe.qb.from_(table).left_join(of).on(of.name == table.entry).where(of.name.isnull())
	return [row[0] for row in query.select(table.entry).distinct().limit(AT_ONCE).run()]

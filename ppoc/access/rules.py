"""The one rule of who sees what, as SQL conditions shared by lists, forms, counts and jobs.

A child is seen by users with active Locality Access to the child's locality, and by the child's own workers.
A restriction narrows that to the users it names. Everything about a child follows the child. PPOC Auditor and
Administrator see everything.

The conditions are plain SQL (MariaDB and PostgreSQL; Frappe converts the backticks), every value is escaped,
and everything depends on the `user` argument, never on the session.
"""

# ruff: noqa: S608 - the rule is SQL: names come from `scopes`, values go through `literal` and `among`

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe
from frappe.utils import nowdate

from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES, GRANTS_ANYWHERE_ROLES, SCOPES, SEES_ALL_ROLE, Scope

EVERYTHING = "1=1"
NOTHING = "1=0"

Column = Callable[[str], str]
T = TypeVar("T")


def sees_all(user: str) -> bool:
	"""Returns whether the user reads every case record; the role table decides what the user may change."""
	return user == "Administrator" or SEES_ALL_ROLE in frappe.get_roles(user)


def looks_after_system(user: str | None = None) -> bool:
	"""Returns whether the user looks after the system, as a System Manager or as Frappe's own super user."""
	user = user or frappe.session.user
	return user == "Administrator" or "System Manager" in frappe.get_roles(user)


def localities_of(user: str) -> frozenset[str]:
	"""Returns the localities that the user has access to today."""
	return _remembered("localities", user, _read_localities)


def worker_of(user: str) -> str | None:
	"""Returns the name of the user's active Worker, if there is one."""
	return _remembered("worker", user, _read_worker)


def forget() -> None:
	"""Clears what this request has cached about users' access."""
	frappe.local.ppoc_access = {}
	frappe.db.after_rollback.add(_drop)


def child_condition(user: str) -> str:
	"""Returns SQL on `tabChild`: the children the user may see."""
	if sees_all(user):
		return EVERYTHING
	return f"(({_held_or_own(user)}) and ({_open_to(user)}))"


def may_see_children(user: str, names: Iterable[str]) -> set[str]:
	"""Returns which of the named children the user may see."""
	return may_see(user, "Child", names)


def may_see(user: str, doctype: str, names: Iterable[str]) -> set[str]:
	"""Returns which of the named rows of a case DocType the user may see."""
	asked = sorted({name for name in names if name})
	if not asked:
		return set()
	# names and values go through literal() and among()
	found = frappe.db.sql(
		f"select `name` from `tab{doctype}` where `name` in {among(asked)} and ({condition(doctype, user)})"
	)
	return {row[0] for row in found}


def condition(doctype: str, user: str, column: Column | None = None) -> str:
	"""Returns SQL on the DocType's table: the rows the user may see.

	With `column`, applies the same rule to other expressions: the values of a record that is not stored yet.
	"""
	if sees_all(user):
		return EVERYTHING
	if doctype in CASE_TABLES:
		return _table_condition(doctype, user)
	column = column or (lambda name: f"`tab{doctype}`.`{name}`")
	own_rule = OWN_RULES.get(doctype)
	return own_rule(user, column) if own_rule else _scope_condition(SCOPES[doctype], user, column)


def seen(doctype: str, user: str) -> str:
	"""Returns a subquery for the names of the DocType's rows that the user may see."""
	return f"(select `tab{doctype}`.`name` from `tab{doctype}` where {condition(doctype, user)})"


def row_fits(doctype: str, user: str, values: dict[str, str]) -> bool:
	"""Returns whether the user may see a record with these values, whether it is stored or not."""
	if doctype == "Child":  # who works with a child is only known once the child is stored
		return sees_all(user) or values.get("locality") in localities_of(user)
	rule = condition(doctype, user, lambda name: literal(values.get(name)))
	# the rule is SQL of our own
	return bool(frappe.db.sql(f"select case when ({rule}) then 1 else 0 end")[0][0])


def literal(value: object) -> str:
	"""Returns the value as SQL without a per cent sign, whatever it contains.

	Some of Frappe's queries fill in parameters after adding the conditions, where a per cent sign must be
	doubled, and others do not; which ones differs between versions. So the sign is written as its character
	code.
	"""
	parts = [frappe.db.escape(part, percent=False) for part in str(value or "").split("%")]
	if len(parts) == 1:
		return parts[0]
	sign = "chr(37)" if frappe.db.db_type == "postgres" else "char(37 using utf8mb4)"
	return f"concat({f', {sign}, '.join(parts)})"


def among(values: Iterable[str]) -> str:
	"""Returns a parenthesised SQL list, never empty."""
	return f"({', '.join(literal(value) for value in sorted(values)) or 'null'})"


def _held_or_own(user: str) -> str:
	held = f"`tabChild`.`locality` in {among(localities_of(user))}"
	worker = worker_of(user)
	if not worker:
		return held
	me, today = literal(worker), literal(nowdate())
	named = " or ".join(
		f"`tabChild`.`{part}` = {me}"
		for part in ("social_worker", "supervising_social_worker", "reviewing_officer")
	)
	listed = (
		"`tabChild`.`name` in (select `parent` from `tabChild Worker` where `parenttype` = 'Child'"
		f" and `worker` = {me} and (`from_date` is null or `from_date` <= {today})"
		f" and (`to_date` is null or `to_date` >= {today}))"
	)
	return f"{held} or {named} or {listed}"


def _open_to(user: str) -> str:
	return (
		"coalesce(`tabChild`.`restricted`, 0) = 0 or `tabChild`.`name` in (select `parent` from"
		f" `tabChild Allowed Person` where `parenttype` = 'Child' and `user` = {literal(user)})"
	)


def _closed_children(user: str) -> str:
	"""Returns a subquery for the children restricted to other users."""
	return f"(select `tabChild`.`name` from `tabChild` where not ({_open_to(user)}))"


def _scope_condition(scope: Scope, user: str, column: Column) -> str:
	"""Returns one `or` of three ways: about records the user sees; about nobody, in a visible place; the
	user's own."""
	ways = []
	filled = {name: f"coalesce({column(name)}, '') <> ''" for name in scope.about}
	# written this way the database can join; with an `or` it would copy the visible rows first
	if len(scope.about) == 1:
		ways += [f"{column(name)} in {seen(doctype, user)}" for name, doctype in scope.about.items()]
	elif scope.about:
		each = " and ".join(
			f"(coalesce({column(name)}, '') = '' or {column(name)} in {seen(doctype, user)})"
			for name, doctype in scope.about.items()
		)
		ways.append(f"(({' or '.join(filled.values())}) and {each})")
	about_nobody = " and ".join(f"not ({test})" for test in filled.values()) or EVERYTHING
	around = _around(scope, user, column)
	if around:
		ways.append(f"({about_nobody} and ({around}))")
	mine = _mine(scope, user, column)
	if mine:
		ways.append(f"({mine})")
	return f"({' or '.join(ways)})" if len(ways) > 1 else ways[0]


def _around(scope: Scope, user: str, column: Column) -> str:
	"""Returns how a row about nobody is seen: by its locality, by what it belongs to, or by who made it."""
	ways = []
	if scope.place:
		ways.append(f"{column(scope.place)} in {among(localities_of(user))}")
		nowhere = f"coalesce({column(scope.place)}, '') = ''"
		ways += [f"({nowhere} and {column(name)} in {seen(to, user)})" for name, to in scope.through.items()]
	ways += [f"{column(name)} = {literal(user)}" for name in scope.users]
	return " or ".join(ways)


def _mine(scope: Scope, user: str, column: Column) -> str:
	worker = worker_of(user)
	if not (worker and scope.workers):
		return ""
	mine = " or ".join(f"{column(name)} = {literal(worker)}" for name in scope.workers)
	closed = _closed_children(user)
	by_plan = f"(select `name` from `tabPermanence Plan` where `child` in {closed})"
	by_action = f"(select `name` from `tabAction` where `child` in {closed} or `plan` in {by_plan})"
	closed_to_me = {"Child": closed, "Permanence Plan": by_plan, "Action": by_action}
	open_to_me = [f"coalesce({column(n)}, '') not in {closed_to_me[to]}" for n, to in scope.about.items()]
	return " and ".join([f"({mine})", *open_to_me])


def _child_rule(user: str, _: Column) -> str:
	return child_condition(user)


def _sibling_group_rule(user: str, column: Column) -> str:
	"""A sibling group is seen with any of its children, or by its owner while it has none."""
	if column("name") == literal(""):
		return EVERYTHING
	members = f"select 1 from `tabChild` where `tabChild`.`sibling_group` = {column('name')}"
	return (
		f"(exists ({members} and {child_condition(user)})"
		f" or ({column('owner')} = {literal(user)} and not exists ({members})))"
	)


def _meeting_rule(user: str, column: Column) -> str:
	"""A meeting is seen by users with access to its locality and by those invited to it."""
	held = f"{column('locality')} in {among(localities_of(user))}"
	worker = worker_of(user)
	if not worker:
		return held
	asked = (
		"(select `parent` from `tabMeeting Attendee`"
		f" where `parenttype` = 'Meeting' and `worker` = {literal(worker)})"
	)
	return f"({held} or {column('name')} in {asked})"


def _import_finding_rule(user: str, column: Column) -> str:
	"""An import finding is seen with its run, unless it names a child the user may not see."""
	# compares names instead of negating the rule: half of the rule is null where a child has no worker
	hidden = f"select `child_id` from `tabChild` where `child_id` is not null and `name` not in {seen('Child', user)}"
	return (
		f"({column('import_run')} in {seen('Import Run', user)}"
		f" and coalesce({column('child_id')}, '') not in ({hidden}))"
	)


def _handover_rule(user: str, column: Column) -> str:
	"""An offer is seen by users who see the child, by whoever made it, and by whoever it goes to: the worker,
	or those who accept children for the team or locality. Only the first applies to a child restricted to
	others."""
	seen_child = f"{column('child')} in {seen('Child', user)}"
	ways = [f"{column('offered_by')} = {literal(user)}"]
	if worker := worker_of(user):
		me = literal(worker)
		mine = f"`team_manager` = {me} or `practice_supervisor` = {me}"
		to_team = f"{column('to_team')} in (select `name` from `tabTeam` where {mine})"
		nowhere = f"coalesce({column('to_team')}, '') = ''"
		to_place = (
			f"({column('to_locality')} in (select `locality` from `tabTeam` where {mine})"
			f" or {column('to_locality')} in (select `name` from `tabLocality` where `head_of_service` = {me}))"
		)
		ways += [f"{column('to_worker')} = {me}", to_team, f"({nowhere} and {to_place})"]
	return f"({seen_child} or ({column('child')} not in {_closed_children(user)} and ({' or '.join(ways)})))"


def _audit_entry_rule(user: str, column: Column) -> str:
	"""An entry of the audit trail is seen by users who see every child that it names."""
	named = f"select 1 from `ppoc_audit_child` where `ppoc_audit_child`.`entry` = {column('name')}"
	hidden = f"{named} and `ppoc_audit_child`.`child` not in {seen('Child', user)}"
	return f"(exists ({named}) and not exists ({hidden}))"


def _locality_access_rule(user: str, column: Column) -> str:
	"""People who maintain Locality Access see all of it; others see that of their localities and their own."""
	if GRANTS_ANYWHERE_ROLES.intersection(frappe.get_roles(user)):
		return EVERYTHING
	return _scope_condition(SCOPES["Locality Access"], user, column)


OWN_RULES: dict[str, Callable[[str, Column], str]] = {
	"Child": _child_rule,
	"Sibling Group": _sibling_group_rule,
	"Meeting": _meeting_rule,
	"Import Finding": _import_finding_rule,
	"Handover": _handover_rule,
	"Audit Entry": _audit_entry_rule,
	"Locality Access": _locality_access_rule,
}


def _table_condition(table: str, user: str) -> str:
	parent = CASE_TABLES[table]
	if table == "Child Allowed Person" and 1 not in frappe.get_meta(parent).get_permlevel_access(
		"read", user=user
	):
		return NOTHING
	return (
		f"(`tab{table}`.`parenttype` = {literal(parent)} and `tab{table}`.`parent` in {seen(parent, user)})"
	)


def _remembered(what: str, user: str, read: Callable[[str], T]) -> T:
	memory = getattr(frappe.local, "ppoc_access", None)
	if memory is None:
		memory = frappe.local.ppoc_access = {}
	key = (what, user, nowdate())
	if key not in memory:
		memory[key] = read(user)
	return memory[key]


def _drop() -> None:
	frappe.local.ppoc_access = {}


def _read_localities(user: str) -> frozenset[str]:
	today = nowdate()
	access = frappe.qb.DocType("Locality Access")
	rows = (
		frappe.qb.from_(access)
		.select(access.locality)
		.distinct()
		.where(access.user == user)
		.where(access.withdrawn_on.isnull())
		.where(access.from_date <= today)
		.where(access.to_date.isnull() | (access.to_date >= today))
		.run()
	)
	return frozenset(row[0] for row in rows)


def _read_worker(user: str) -> str | None:
	return frappe.db.get_value("Worker", {"user": user, "active": 1}, "name")


__all__ = [
	"CASE_DOCTYPES",
	"among",
	"child_condition",
	"condition",
	"forget",
	"localities_of",
	"may_see",
	"may_see_children",
	"row_fits",
	"seen",
	"sees_all",
	"worker_of",
]

"""Bench commands of the app."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import frappe
from frappe.commands import get_site, pass_context

from ppoc.authority_app import commands as authority_commands
from ppoc.retention import backup_commands

if TYPE_CHECKING:
	from ppoc.imports.registry import Order

SHOWN = 40
"""How many findings are printed; the rest are in the log."""


@click.command("ppoc-import-ssda903")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen and load nothing.")
@click.option(
	"--locality", default="", help="The locality for new children; can be left out if there is only one."
)
@click.option("--team", default="", help="The team for new children.")
@click.option(
	"--year", default=0, help="Year of the return by its last day; worked out from its dates if left out."
)
@click.option(
	"--user",
	default="Administrator",
	help="The person the load runs as; nothing changes that this person may not see.",
)
@click.option(
	"--remove-history",
	is_flag=True,
	help="Remove what is here and no longer in the return, after showing it child by child and asking.",
)
@click.option(
	"--without-episodes",
	is_flag=True,
	help="Add young people without any episode, such as care leavers, as children of the caseload, too.",
)
@click.option("--yes", is_flag=True, help="With --remove-history: the list has been looked at, do not ask.")
@pass_context
def import_ssda903(
	context: Any,
	directory: Path,
	dry_run: bool,
	locality: str,
	team: str,
	year: int,
	user: str,
	remove_history: bool,
	without_episodes: bool,
	yes: bool,
) -> None:
	"""Load the CSV files (or a zip archive of them) of an SSDA903 return from DIRECTORY.

	What is here and no longer in the return stays, and is listed child by child; --remove-history removes it.

	Exit status: 0 loaded, or shown with --dry-run; 1 nothing was loaded; 2 wrong arguments.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		frappe.set_user(user)  # who runs commands on the server may be anybody
		options = {"year": str(year or ""), "without_episodes": "1" if without_episodes else ""}
		status = _run(directory, dry_run, locality, team, options, Removal(remove_history, yes))
	finally:
		frappe.destroy()
	sys.exit(status)


class Removal(NamedTuple):
	"""Whether history that is no longer in the return is to be removed, and whether that has been agreed already."""

	wanted: bool = False
	agreed: bool = False


def _run(
	directory: Path, dry_run: bool, locality: str, team: str, options: dict[str, str], removal: Removal
) -> int:
	from frappe.utils import getdate, nowdate

	from ppoc.imports.api import check_may_load, check_place
	from ppoc.imports.findings import ImportRefused
	from ppoc.imports.limits import limits_here
	from ppoc.imports.registry import Order
	from ppoc.imports.uploads import files_of_folder

	kind = "SSDA903 return"
	try:
		check_may_load()
		locality = locality or _only_locality()
		check_place(kind, locality, team)
		uploads = files_of_folder(directory, (".csv", ".xml", ".zip"))
	except (frappe.ValidationError, frappe.PermissionError, ImportRefused) as error:
		click.echo(f"{error}", err=True)
		return 2
	order = Order(
		kind,
		uploads,
		frappe.session.user,
		getdate(nowdate()),
		locality,
		team,
		options=options,
		limits=limits_here(),
	)
	return _preview_and_load(order, dry_run, removal)


def _preview_and_load(order: Order, dry_run: bool, removal: Removal) -> int:
	from ppoc.imports import runs

	run = runs.preview(order)
	_print(run)
	listed = _print_removals(run)
	if frappe.db.get_value("Import Run", run, "status") != runs.REFUSED:
		if dry_run:
			runs.discard(run)
		else:
			runs.start_here(run, bool(listed) and removal.wanted and (removal.agreed or _agrees(listed)))
	frappe.db.commit()  # keeps the log of a run that loaded nothing
	row = frappe.db.get_value("Import Run", run, ["status", "outcome"], as_dict=True)
	click.echo(f"\n{run}: {row.status}. {row.outcome}")
	return 0 if row.status == runs.LOADED or (dry_run and row.status == runs.NOTHING_LOADED) else 1


def _only_locality() -> str:
	names = frappe.get_all("Locality", filters={"active": 1}, pluck="name")
	if len(names) == 1:
		return names[0]
	listed = ", ".join(sorted(names)) or "none yet: make one first"
	raise frappe.ValidationError(f"Say where new children go with --locality ({listed}).")


def _print(run: str) -> None:
	row = frappe.get_doc("Import Run", run)
	click.echo(f"Children: {row.children_clean} clean, {row.children_warned} with warnings (they load too),")
	click.echo(
		f"          {row.children_refused} refused, {row.children_hidden} held where you have no access."
	)
	click.echo(
		f"Loading them: {row.children_new} new, {row.children_changed} changed, {row.children_unchanged} unchanged;"
		f" {row.records_changed} episodes and events added, changed or removed."
	)
	fields = ["severity", "file", "line", "column", "child_id", "rule", "message", "remedy"]
	rows = frappe.get_all("Import Finding", filters={"import_run": run}, fields=fields, order_by="idx asc")
	for finding in rows[:SHOWN]:
		place = ":".join(str(part) for part in (finding.file, finding.line or "", finding.column) if part)
		about = " ".join(
			part for part in (place, finding.child_id and f"child {finding.child_id}", finding.rule) if part
		)
		click.echo(
			f"{finding.severity:8} {about}\n         {finding.message} {finding.remedy or ''}".rstrip()
		)
	if len(rows) > SHOWN:
		click.echo(f"… and {len(rows) - SHOWN} more findings; all of them are in the log, {run}.")


def _print_removals(run: str) -> int:
	"""Prints what is here and no longer in the return, child by child; returns the number of children."""
	from ppoc.imports import staging

	rows = staging.kept_removals(run)
	if not rows:
		return 0
	click.echo(
		f"\nNo longer in the return, for {len(rows)} children. It stays unless you give --remove-history:"
	)
	for row in rows:
		click.echo(f"  child {row['child']}")
		for said in row["records"].values():
			click.echo(f"    {said}")
	return len(rows)


def _agrees(children: int) -> bool:
	"""Asks the person at the terminal; without a terminal the answer is no."""
	if not sys.stdin.isatty():
		click.echo("Nothing is removed: nobody can be asked here. Give --yes after looking at the list.")
		return False
	return click.confirm(f"Remove what is listed above, for {children} children?")


@click.command("ppoc-site-check")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--trace", is_flag=True, help="Print the whole error where a check cannot be made.")
@pass_context
def site_check(context: Any, as_json: bool, trace: bool) -> None:
	"""List what is wrong with the installation and how to put it right, the worst first.

	Exit status: 0 nothing serious, or known to an administrator; 1 something serious, or a check that could not
	be made.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		status = _look(as_json, trace)
	finally:
		frappe.destroy()
	sys.exit(status)


def _look(as_json: bool, trace: bool) -> int:
	from ppoc.site_check.accepting import is_serious
	from ppoc.site_check.api import as_row
	from ppoc.site_check.check_database import look
	from ppoc.site_check.terminal import all_lines

	rows = look(trace=trace)
	if as_json:
		click.echo(json.dumps([as_row(row) for row in rows], indent=1))
	else:
		for line in all_lines(rows):
			click.echo(line)
	return int(any(is_serious(row) for row in rows))


@click.command("ppoc-check-audit-trail")
@click.option(
	"--anchor",
	"anchors",
	multiple=True,
	type=click.Path(path_type=Path, exists=True, dir_okay=False),
	help="An anchor that was kept elsewhere; the trail must still lead to it. Can be given several times.",
)
@click.option(
	"--write-anchor",
	"write_to",
	type=click.Path(path_type=Path, dir_okay=False),
	help="Write the head of the chain to this new file, to be kept where nobody who runs the site can change it.",
)
@click.option(
	"--restored-from",
	default="",
	help="The name of the site that the anchors are of, if this is a copy of it.",
)
@pass_context
def check_audit_trail(
	context: Any, anchors: tuple[Path, ...], write_to: Path | None, restored_from: str
) -> None:
	"""Check that no entry of the audit trail was changed, removed, moved or put in.

	Exit status: 0 the trail is whole; 1 it is not, and each line says which entry; 2 wrong arguments.
	"""
	if write_to and write_to.exists():
		raise click.UsageError(
			f"{write_to} is there already. An anchor is never written over: name a new file."
		)
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		status = check_trail(anchors, write_to, restored_from)
	finally:
		frappe.destroy()
	sys.exit(status)


def check_trail(anchors: tuple[Path, ...], write_to: Path | None, restored_from: str = "") -> int:
	"""Checks the audit trail of the connected site, prints what it finds and returns the exit status."""
	from ppoc.access.audit import collecting, guarding, sealing_database
	from ppoc.access.audit.anchors import AnchorError, read, written

	try:
		of = restored_from or frappe.local.site
		kept = [read(path.read_text(encoding="utf-8"), str(path), of) for path in anchors]
	except AnchorError as error:
		click.echo(str(error), err=True)
		return 2
	guarding.guard()
	collecting.collect()
	sealing_database.seal_everything()
	wrong = 0
	for fault in sealing_database.faults(kept):
		wrong += 1
		click.echo(str(fault))
	head = sealing_database.head()
	reach = f"{head.number} entries, head {head.hash}" if head else "no entries"
	click.echo(f"The audit trail is {'NOT whole' if wrong else 'whole'}: {reach}.")
	if write_to and head and not wrong:
		write_to.write_text(written(head, frappe.local.site), encoding="utf-8")
		click.echo(f"Its anchor is in {write_to}. Keep it where nobody who runs the site can change it.")
	return int(bool(wrong))


commands = [
	import_ssda903,
	site_check,
	check_audit_trail,
	*backup_commands.commands,
	*authority_commands.commands,
]

"""Whitelisted calls of the import page. Each first checks that the user may load children at all."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.core.api.file import get_max_file_size
from frappe.utils import cint, getdate, nowdate

from ppoc.access.spreadsheet_cells import as_text
from ppoc.database import rows as bulk
from ppoc.exceptions import BadInputError
from ppoc.imports import runs, staging
from ppoc.imports.corrections import CorrectionFault, corrections_of
from ppoc.imports.limits import limits_here
from ppoc.imports.loading_rights import NotALoaderError, PlaceError, check_may_load, localities_to_load
from ppoc.imports.registry import KINDS, Order
from ppoc.imports.uploads import MEGABYTE, UploadedFile

FINDING_FIELDS = ("severity", "message", "remedy", "file", "line", "column", "child_id", "rule")
CORRECTING_FIELDS = ("sheet", "correctable", "suggestion")
COUNT_FIELDS = (
	"children_clean",
	"children_warned",
	"children_refused",
	"children_hidden",
	"children_new",
	"children_changed",
	"children_unchanged",
	"records_changed",
)
PAGE_LENGTH = 50
CHANGES_SHOWN = 500


@frappe.whitelist(methods=["GET"])
def choices() -> dict[str, Any]:
	"""Returns the kinds of import, and the localities, teams and mappings that the user may choose.

	Returns:
		Lists for the page's first step.
	"""
	check_may_load()
	return {
		"kinds": [
			{
				"kind": name,
				"label": _(name),
				"says": _(kind.says),
				"endings": list(kind.endings),
				"asks_place": kind.asks_place,
				"needs_mapping": kind.needs_mapping,
				"one_file": kind.one_file,
			}
			for name, kind in KINDS.items()
		],
		"localities": sorted(localities_to_load()),
		"teams": frappe.get_list(
			"Team",
			filters={"active": 1},
			fields=["name", "locality"],
			order_by="name asc",
			limit=0,
		),
		"mappings": _mappings(),
		"megabytes": limits_here().file_bytes // MEGABYTE,
		"together": get_max_file_size() // MEGABYTE,
	}


def _mappings() -> list[dict[str, str]]:
	if not frappe.has_permission("Import Mapping", "read"):
		return []
	return frappe.get_list("Import Mapping", fields=["name", "kind"], order_by="name asc", limit=0)


def check_place(kind: str, locality: str, team: str) -> None:
	"""Refuses a place for new children that the user has no access to, or a team outside the locality."""
	if kind not in KINDS:
		frappe.throw(
			_("There is no import of the kind {0}.").format(kind), PlaceError, title=_("Unknown Kind")
		)
	if not KINDS[kind].asks_place:
		return
	if locality not in localities_to_load():
		said = _("Choose the locality that new children go to, one that you have access to.")
		frappe.throw(said, PlaceError, title=_("Locality Missing"))
	if team and frappe.db.get_value("Team", team, "locality") != locality:
		said = _("The team {0} does not belong to {1}.").format(team, locality)
		frappe.throw(said, PlaceError, title=_("Wrong Team"))


@frappe.whitelist(methods=["POST"])
def preview(
	kind: str,
	locality: str = "",
	team: str = "",
	mapping: str = "",
	year: str = "",
	without_episodes: str = "",
) -> dict[str, Any]:
	"""Reads the request's files and shows what loading them would do. Loads nothing.

	Args:
		kind: the kind of import.
		locality, team: where new children go.
		mapping: the saved column mapping, for kinds that use one.
		year: year of the return by its last day; if blank, it is worked out from most of the dates in the return.
		without_episodes: "1" if young people without any episode in a return are added as children, too.

	Returns:
		The run, as `status` returns it.
	"""
	check_may_load()
	check_place(kind, locality, team)
	if mapping and not frappe.has_permission("Import Mapping", "read", doc=mapping):
		frappe.throw(_("Choose one of the mappings shown."), PlaceError, title=_("Unknown Mapping"))
	sent = frappe.request.files.getlist("files") if frappe.request else []
	order = Order(
		kind=kind,
		uploads=[UploadedFile(file.filename or "file", file.stream) for file in sent],
		user=frappe.session.user,
		today=getdate(nowdate()),
		locality=locality,
		team=team,
		mapping=mapping,
		options={"year": str(cint(year) or ""), "without_episodes": str(cint(without_episodes) or "")},
		limits=limits_here(),
	)
	return _described(runs.preview(order))


@frappe.whitelist(methods=["POST"])
def load(run: str, remove: int | str = 0) -> dict[str, Any]:
	"""Loads a previewed run in the background.

	Args:
		run: name of the Import Run, which must be the user's own.
		remove: 1 if the user agrees to the removals that the preview lists; otherwise all that is here stays.

	Returns:
		The run, as `status` returns it.
	"""
	_check_may_go_on(run)
	runs.start(run, bool(cint(remove)))
	return _described(run)


@frappe.whitelist(methods=["POST"])
def correct(run: str, corrections: list | str) -> dict[str, Any]:
	"""Previews the files of a run once more with cells that the user has corrected. Loads nothing.

	Args:
		run: name of the Import Run, which must be the user's own.
		corrections: for each cell its sheet, line (a number), column (its name in the header) and text.

	Returns:
		The new run, as `status` returns it.

	Raises:
		RunStateError: the run is over, or its files are not here any more.
	"""
	_check_may_go_on(run)
	try:
		wanted = corrections_of(frappe.parse_json(corrections))
	except CorrectionFault:
		frappe.throw(
			_("That is no list of corrections: each names a sheet, a line, a column and a text."),
			BadInputError,
			title=_("Corrections"),
		)
	return _described(runs.preview_again(run, wanted))


@frappe.whitelist(methods=["POST"])
def discard(run: str) -> dict[str, Any]:
	"""Ends a previewed run without loading anything.

	Args:
		run: name of the Import Run, which must be the user's own.

	Returns:
		The run, as `status` returns it.
	"""
	check_may_load()
	_own(run)
	runs.discard(run)
	return _described(run)


@frappe.whitelist(methods=["POST"])
def status(run: str) -> dict[str, Any]:
	"""Returns the status of a run. Sets a load that has died to Interrupted.

	Args:
		run: name of the Import Run.

	Returns:
		Its status, counts, outcome and progress, and what would change.
	"""
	check_may_load()
	_readable(run)
	runs.look(run)
	return _described(run)


@frappe.whitelist(methods=["GET"])
def findings(run: str, severity: str = "", text: str = "", start: int = 0) -> dict[str, Any]:
	"""Returns a page of a run's findings.

	Args:
		run: name of the Import Run.
		severity: return only this severity.
		text: return only findings with this text in message, file, column, child or rule.
		start: number of findings to skip.

	Returns:
		The rows, the total number, and the number per page.
	"""
	check_may_load()
	_readable(run)
	filters: dict[str, Any] = {"import_run": run}
	if severity:
		filters["severity"] = severity
	wanted = text.strip()
	searched = ("message", "file", "column", "child_id", "rule") if wanted else ()
	anywhere = [[name, "like", f"%{wanted}%"] for name in searched]
	asked: dict[str, Any] = {"filters": filters, "or_filters": anywhere}
	rows = frappe.get_list(
		"Import Finding",
		fields=[*FINDING_FIELDS, *CORRECTING_FIELDS],
		order_by="idx asc, creation asc",
		limit_start=max(cint(start), 0),
		limit=PAGE_LENGTH,
		**asked,
	)
	names = frappe.get_list("Import Finding", pluck="name", limit=0, **asked)
	return {"rows": rows, "total": len(names), "page_length": PAGE_LENGTH}


@frappe.whitelist(methods=["GET"])
def export_findings(run: str) -> None:
	"""Sends a run's findings as a CSV file, for the data team. Values cannot act as formulas.

	Args:
		run: name of the Import Run.
	"""
	check_may_load()
	_readable(run)
	rows = frappe.get_list(
		"Import Finding",
		filters={"import_run": run},
		fields=list(FINDING_FIELDS),
		order_by="idx asc, creation asc",
		limit=0,
	)
	frappe.response["filename"] = f"{run}-findings.csv"
	frappe.response["filecontent"] = findings_csv(rows).encode("utf-8-sig")
	frappe.response["type"] = "download"
	frappe.response["content_type"] = "text/csv; charset=utf-8"


def findings_csv(rows: list[dict[str, Any]]) -> str:
	"""Returns findings as CSV text, with a quote in front of values that a spreadsheet would take for formulas."""
	stream = io.StringIO(newline="")
	writer = csv.writer(stream, lineterminator="\r\n")
	writer.writerow(FINDING_FIELDS)
	for row in rows:
		writer.writerow([as_text(row[name]) for name in FINDING_FIELDS])
	return stream.getvalue()


def _readable(run: str) -> None:
	frappe.get_doc("Import Run", run).check_permission("read")


def _check_may_go_on(run: str) -> None:
	"""Refuses a run that is somebody else's, or whose place the user may not load into any more."""
	check_may_load()
	_own(run)
	place = frappe.db.get_value("Import Run", run, ["kind", "locality", "team"], as_dict=True)
	check_place(place.kind, place.locality or "", place.team or "")


def _own(run: str) -> None:
	_readable(run)
	if frappe.db.get_value("Import Run", run, "run_by") != frappe.session.user:
		said = _("{0} was previewed by somebody else; preview the files yourself.").format(run)
		frappe.throw(said, NotALoaderError, title=_("Not Your Run"))


def _described(run: str) -> dict[str, Any]:
	fields = [
		"name",
		"kind",
		"status",
		"files",
		"outcome",
		"locality",
		"team",
		"run_by",
		"summary",
		*COUNT_FIELDS,
	]
	(row,) = frappe.get_list("Import Run", filters={"name": run}, fields=fields)
	summary = json.loads(row.pop("summary") or "{}")
	mine = row.run_by == frappe.session.user
	changes = _visible_changes(staging.kept_changes(run)) if mine else []
	severities = frappe.get_list("Import Finding", filters={"import_run": run}, pluck="severity", limit=0)
	return {
		**row,
		"url": frappe.utils.get_url_to_form("Import Run", run),
		"year": summary.get("year"),
		"changes": changes[:CHANGES_SHOWN],
		"changes_in_all": len(changes),
		"corrects": int(mine and _can_correct(row)),
		"corrections": [one.as_row() for one in staging.kept_corrections(run)] if mine else [],
		"removals": _visible_changes(staging.kept_removals(run)) if mine else [],
		"findings": Counter(severities),
		"percent": runs.percent_done(run) if row.status == runs.LOADING else 0,
	}


def _can_correct(row: dict[str, Any]) -> bool:
	open_for_it = row["status"] == runs.PREVIEWED or runs.waits_to_be_finished(row["name"])
	return KINDS[row["kind"]].corrects and open_for_it and staging.is_held(row["name"])


def _visible_changes(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Returns the changes of children that the user may see and of children that are not on the site yet."""
	ids = [change["child"] for change in changes]
	held: set[str] = set()
	seen: set[str] = set()
	for some in bulk.chunks(ids):
		filters = {"child_id": ["in", some]}
		# to tell new children from hidden ones; names of neither are returned
		held.update(frappe.get_all("Child", filters=filters, pluck="child_id"))
		seen.update(frappe.get_list("Child", filters=filters, pluck="child_id", limit=0))
	hidden = {child_id.upper() for child_id in held - seen}
	return [change for change in changes if change["child"] not in hidden]

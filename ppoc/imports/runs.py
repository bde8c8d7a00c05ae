"""Import runs: each is previewed, then loaded completely or not at all, and always logged.

A load is one database transaction that locks the row of its Import Run. To find out whether a load is alive, `look`
tries to lock the row: if a worker or the database was killed, the lock is free and the changes have been rolled back,
so the run is set to Interrupted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import frappe
from frappe.utils import now, now_datetime, nowdate
from frappe.utils.background_jobs import get_job_status
from frappe.utils.synchronization import filelock

from ppoc.database import rows as bulk
from ppoc.database.deferral import deferred
from ppoc.database.markup_database import cleaned
from ppoc.database.retry import begins_again
from ppoc.imports import staging
from ppoc.imports.corrections import Correction, together
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.limits import limits_here
from ppoc.imports.registry import KINDS, Order, Prepared
from ppoc.imports.uploads import file_fault, read_once
from ppoc.messages import Message
from ppoc.timescales.recompute_database import recompute_stale
from ppoc.translating import translated

PREVIEWED, LOADING, LOADED = "Previewed", "Loading", "Loaded"
NOTHING_LOADED, REFUSED, INTERRUPTED = "Nothing loaded", "Refused", "Interrupted"
ONE_AT_A_TIME = "ppoc_import"
WAIT_FOR_TURN = 30 * 60
"""Seconds for which a load waits for another one to end."""
JOB_SECONDS = 2 * 60 * 60
BEGINS_WITHIN = 30
"""Seconds that a busy server may take from starting a load's job to its first statement."""
REPORT_EVERY = 0.5
"""Seconds between two progress reports."""
NOT_CHANGED = Message("Nothing was loaded: the site is as it was before.")
PLACES = ("file", "column", "child_id", "rule", "sheet", "suggestion")
DAYS_TO_FINISH = 14
"""Days for which the files of a load stay here whose refused rows somebody has yet to correct."""
PROGRESS_EVENT = "ppoc_import_progress"


def preview(order: Order, finishes: str = "") -> str:
	"""Reads an order, compares it with the site, and logs the result. Loads nothing.

	Args:
		order: the order.
		finishes: the run whose refused rows this order corrects, if it was loaded already.

	Returns:
		The name of the Import Run: Previewed, or Refused if the files are faulty.
	"""
	run = _new_run(order)
	uploads = read_once(order.uploads, order.limits)
	try:
		if not uploads:
			raise file_fault("(none)", Message("No file was chosen."), Message("Choose the files to load."))
		prepared = KINDS[order.kind].prepare_order(replace(order, uploads=uploads))
	except ImportRefused as refusal:
		_log_findings(run, refusal.findings, order.user)
		outcome = Message("Nothing was loaded, because the files have errors.")
		_update(run, status=REFUSED, finished_on=now(), outcome=outcome)
		return run
	mark = staging.fingerprint(uploads, order.limits)
	findings = [*_loaded_before(mark), *prepared.findings]
	_log_findings(run, findings, order.user)
	_update(run, fingerprint=mark, **_counts(prepared), summary=_summary(order, prepared))
	staging.keep(run, uploads, order.limits)
	staging.keep_corrections(run, order.corrections, finishes)
	staging.keep_changes(run, prepared.changes)
	staging.keep_removals(run, prepared.removals)
	return run


def _new_run(order: Order) -> str:
	run = frappe.new_doc(
		"Import Run",
		kind=order.kind,
		status=PREVIEWED,
		run_by=order.user,
		started_on=now(),
		locality=order.locality or None,
		team=order.team or None,
		mapping=order.mapping or None,
		files=cleaned("Import Run", "files", "\n".join(upload.name for upload in order.uploads))[:2000],
	)
	run.set_new_name()
	run.db_insert()
	return run.name


def _counts(prepared: Prepared) -> dict[str, int]:
	return {
		"children_clean": prepared.clean,
		"children_warned": prepared.warned,
		"children_refused": prepared.refused,
		"children_hidden": prepared.hidden,
		"children_new": prepared.new,
		"children_changed": prepared.changed,
		"children_unchanged": prepared.unchanged,
		"records_changed": prepared.records,
	}


def _summary(order: Order, prepared: Prepared) -> str:
	return json.dumps({**prepared.summary, "options": dict(order.options)})


def _loaded_before(mark: str) -> list[Finding]:
	earlier = frappe.get_all(
		"Import Run",
		filters={"fingerprint": mark, "status": LOADED},
		fields=["name", "finished_on"],
		order_by="finished_on desc",
		limit=1,
	)
	return [
		Finding(
			Severity.NOTE,
			Message(
				"The same files were loaded before ({0}, {1}): only what differs now will change.",
				run.name,
				frappe.utils.format_datetime(run.finished_on, "d MMMM yyyy HH:mm"),
			),
		)
		for run in earlier
	]


def _log_findings(run: str, findings: list[Finding], user: str) -> None:
	rows = []
	for finding in findings:
		row = translated_row(finding)
		row["child_id"] = row.pop("child")
		places = {name: str(row[name] or "")[:140] for name in PLACES}  # a file may hold names of any length
		rows.append({"import_run": run, **row, **places})
	bulk.insert_rows("Import Finding", rows, user)


def translated_row(finding: Finding) -> dict[str, Any]:
	"""Returns the finding as a row in the language of the user who loads."""
	return {**finding.as_row(), "message": translated(finding.message), "remedy": translated(finding.remedy)}


def _update(run: str, **values: Any) -> None:
	"""Updates the run, with `outcome` in the language of the user who loads."""
	if "outcome" in values:
		values["outcome"] = translated(values["outcome"])[:500]
	kept = {field: cleaned("Import Run", field, value) for field, value in values.items()}
	frappe.db.set_value("Import Run", run, kept)


def preview_again(run: str, corrections: Sequence[Correction]) -> str:
	"""Previews the files of a run once more, with what the user has corrected in their cells. Loads nothing.

	Args:
		run: name of the Import Run: Previewed, or Loaded with rows that were refused.
		corrections: what to read in place of some cells; those of the run stay, unless one is about the same cell.

	Returns:
		The name of the new Import Run. An earlier preview ends.

	Raises:
		RunStateError: the run has another status, or its files are not here any more.
	"""
	row = _expect(run, PREVIEWED, LOADED)
	if not KINDS[row.kind].corrects or not staging.is_held(run):
		said = frappe._("The files of {0} are not here any more. Correct them, and preview them again.")
		frappe.throw(said.format(run), RunStateError, title=frappe._("Too Late"))
	order = replace(_order_of(row), corrections=together(staging.kept_corrections(run), corrections))
	finishes = run if row.status == LOADED else staging.finishes(run)
	again = preview(order, finishes)
	if row.status == PREVIEWED:
		_update(
			run,
			status=NOTHING_LOADED,
			finished_on=now(),
			outcome=Message("Corrected, and previewed as {0}.", again),
		)
		frappe.db.after_commit.add(lambda: staging.drop(run))
	return again


def discard(run: str) -> None:
	"""Ends a previewed run without loading anything.

	Args:
		run: name of the Import Run.

	Raises:
		RunStateError: the run is not Previewed.
	"""
	_expect(run, PREVIEWED)
	_update(
		run, status=NOTHING_LOADED, finished_on=now(), outcome=Message("Nothing was loaded, as you chose.")
	)
	frappe.db.after_commit.add(lambda: staging.drop(run))


class RunStateError(frappe.ValidationError):
	"""The run does not have the status that this step needs."""


def _expect(run: str, *statuses: str) -> Any:
	row = frappe.db.get_value("Import Run", run, "*", as_dict=True, for_update=True)
	if not row or row.status not in statuses:
		said = frappe._("The run {0} is “{1}”; this step needs “{2}”. Preview the files again.")
		found = frappe._(row.status) if row else frappe._("gone")
		frappe.throw(
			said.format(run, found, frappe._(statuses[0])), RunStateError, title=frappe._("Too Late")
		)
	return row


def start(run: str, remove: bool = False) -> None:
	"""Loads a previewed run in the background. A second call does not start it again.

	Args:
		run: name of the Import Run.
		remove: whether the user has agreed to the removals that the preview lists.

	Raises:
		RunStateError: the run is not Previewed, or has no child to load.
	"""
	row = _expect(run, PREVIEWED)
	if not row.children_clean + row.children_warned:
		said = frappe._("There is no child to load in {0}.")
		frappe.throw(said.format(run), RunStateError, title=frappe._("Nothing to Load"))
	if remove:
		staging.agree(run)
	job = f"ppoc-import-{run}"
	_update(run, status=LOADING, job_id=job)
	frappe.enqueue(
		"ppoc.imports.runs.carry_out",
		queue="long",
		timeout=JOB_SECONDS,
		job_id=job,
		deduplicate=True,
		enqueue_after_commit=True,
		run=run,
	)


def start_here(run: str, remove: bool = False) -> None:
	"""Loads a previewed run in this process and returns when it has ended. For commands and the nightly load.

	Args:
		run: name of the Import Run.
		remove: whether the user has agreed to the removals that the preview lists.
	"""
	_expect(run, PREVIEWED)
	if remove:
		staging.agree(run)
	_update(run, status=LOADING)
	frappe.db.commit()  # so that the log shows the start of the load, whatever its outcome
	carry_out(run)


def carry_out(run: str) -> None:
	"""Loads a run that has been started, completely or not at all, and logs the outcome.

	Args:
		run: name of the Import Run; if it is not Loading, nothing happens, so the job may safely run twice.
	"""
	try:
		with filelock(ONE_AT_A_TIME, timeout=WAIT_FOR_TURN):
			frappe.db.rollback()  # see what the load before this one has committed
			row = _load_in_one(run)
	except Exception as error:
		_fail(run, error)
		return
	if row:
		if finished := staging.finishes(run):
			staging.drop(finished)
		if not waits_to_be_finished(run):
			staging.drop(run)
		_publish(run, row.run_by, 100)


@begins_again(waits=True)
def _load_in_one(run: str) -> Any:
	"""Loads the run in one transaction, retried if somebody else's save stops it. Returns None if it is not Loading."""
	row = frappe.db.get_value("Import Run", run, "*", as_dict=True, for_update=True)
	if not row or row.status != LOADING:
		return None
	_load(row)
	frappe.db.commit()  # the only commit of the load
	return row


def waits_to_be_finished(run: str) -> bool:
	"""Returns whether rows of a load were refused that its user can still correct."""
	row = frappe.db.get_value("Import Run", run, ["kind", "status", "finished_on"], as_dict=True)
	if not row or row.status != LOADED or not KINDS[row.kind].corrects:
		return False
	if row.finished_on <= frappe.utils.add_days(now_datetime(), -DAYS_TO_FINISH):
		return False
	refused = {"import_run": run, "severity": Severity.REFUSED.value, "correctable": 1}
	return bool(frappe.db.exists("Import Finding", refused))


def _order_of(row: Any) -> Order:
	return Order(
		kind=row.kind,
		uploads=staging.kept(row.name),
		user=row.run_by,
		today=frappe.utils.getdate(nowdate()),
		locality=row.locality or "",
		team=row.team or "",
		mapping=row.mapping or "",
		options=json.loads(row.summary or "{}").get("options", {}),
		limits=limits_here(),
		agreed=staging.agreed_removals(row.name),
		corrections=staging.kept_corrections(row.name),
	)


def _load(row: Any) -> None:
	order = _order_of(row)
	prepared = KINDS[row.kind].prepare_order(order)
	last = [0.0]

	def progress(done: int, total: int) -> None:
		if time.monotonic() - last[0] > REPORT_EVERY:
			last[0] = time.monotonic()
			_publish(row.name, row.run_by, 99 * done / max(total, 1))

	with deferred():
		prepared.write(row.name, progress)
		recompute_stale()  # covers what was written in bulk
	_log_findings(row.name, prepared.left_out, row.run_by)
	_update(
		row.name,
		status=LOADED,
		finished_on=now(),
		outcome=_outcome(prepared, bool(order.agreed)),
		**_counts(prepared),
		summary=_summary(order, prepared),
	)


def _outcome(prepared: Prepared, agreed: bool) -> str:
	"""Returns what was loaded, and whether history was left that the files no longer have."""
	outcome = Message("Loaded: everything was up to date already.")
	if prepared.new + prepared.changed:
		outcome = Message(
			"Loaded: {0} new, {1} changed, {2} unchanged.", prepared.new, prepared.changed, prepared.unchanged
		)
	if prepared.removals and not agreed:
		left = len(prepared.removals)
		outcome += Message(" The history of {0} child(ren) that the files no longer have stays.", left)
	if prepared.left_out:
		left = len(prepared.left_out)
		outcome += Message(" {0} record(s) could not be loaded: see the findings that are refused.", left)
	return outcome


def _fail(run: str, error: Exception) -> None:
	"""Logs that nothing was loaded. If even that fails, the next `look` at the run does it."""
	try:
		_roll_back()
		frappe.log_error(f"Import {run} was interrupted", reference_doctype="Import Run", reference_name=run)
		_interrupt(run, Message("{0} ({1}: {2})", NOT_CHANGED, type(error).__name__, error))
		frappe.db.commit()  # the log keeps the failure
	except Exception:
		frappe.logger("ppoc").exception("import %s failed, and its failure could not be logged", run)


def _roll_back() -> None:
	"""Rolls back, and reconnects if the database has dropped the connection."""
	try:
		frappe.db.rollback()
	except Exception:
		frappe.logger("ppoc").warning(
			"the database dropped the connection during an import; connecting again"
		)
		frappe.db.close()
		frappe.db.connect()


def _interrupt(run: str, outcome: str) -> None:
	_update(run, status=INTERRUPTED, finished_on=now(), outcome=outcome)
	frappe.db.after_commit.add(lambda: staging.drop(run))


def _publish(run: str, user: str, percent: float) -> None:
	frappe.cache.set_value(_progress_key(run), round(percent), expires_in_sec=3600)
	frappe.publish_realtime(PROGRESS_EVENT, {"run": run, "percent": round(percent)}, user=user)


def _progress_key(run: str) -> str:
	return f"ppoc_import_progress:{run}"


def percent_done(run: str) -> int:
	"""Returns the progress of a load in percent, as last reported."""
	return frappe.cache.get_value(_progress_key(run)) or 0


def look(run: str) -> str:
	"""Returns the status of a run, after setting a load that has died to Interrupted.

	Args:
		run: name of the Import Run.

	Returns:
		The status.
	"""
	status = frappe.db.get_value("Import Run", run, "status")
	if status != LOADING or _is_waiting(run) or _is_locked(run):
		return status
	status = frappe.db.get_value("Import Run", run, "status", for_update=True)
	if status == LOADING:
		_interrupt(
			run, Message("{0} The load stopped before it had finished; preview the files again.", NOT_CHANGED)
		)
		return INTERRUPTED
	return status


def _is_waiting(run: str) -> bool:
	"""Returns whether the job is in the queue or has only just started."""
	row = frappe.db.get_value("Import Run", run, ["job_id", "modified"], as_dict=True)
	if not row.job_id:
		return False
	state = get_job_status(row.job_id)
	fresh = (now_datetime() - row.modified).total_seconds() < BEGINS_WITHIN
	return state in ("queued", "deferred", "scheduled") or (fresh and state in ("started", None))


def _is_locked(run: str) -> bool:
	"""Returns whether a live transaction has locked the run."""
	frappe.db.savepoint("ppoc_import_look")
	try:
		frappe.db.sql("select `name` from `tabImport Run` where `name` = %s for update nowait", run)
	except Exception as error:
		frappe.db.rollback(save_point="ppoc_import_look")
		if isinstance(error, frappe.QueryTimeoutError) or getattr(error, "pgcode", "") == "55P03":
			return True
		raise
	return False


def tidy_up() -> None:
	"""Runs nightly: finds loads that have died, and deletes files on which nobody has decided for a day."""
	for run in frappe.get_all("Import Run", filters={"status": LOADING}, pluck="name"):
		look(run)
	day_ago = frappe.utils.add_days(now_datetime(), -1)
	filters = {"status": PREVIEWED, "started_on": ["<", day_ago]}
	for run in frappe.get_all("Import Run", filters=filters, pluck="name"):
		_update(
			run,
			status=NOTHING_LOADED,
			finished_on=now(),
			outcome=Message("Nothing was loaded, because nobody decided within a day."),
		)
	frappe.db.commit()  # delete files only once the log says so
	for run in staging.runs_held():
		decided = frappe.db.get_value("Import Run", run, "status") not in (PREVIEWED, LOADING)
		if decided and not waits_to_be_finished(run):
			staging.drop(run)

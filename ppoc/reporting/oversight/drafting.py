"""Drafts the text on a quarter's figures, which the chair then edits. Every sentence also gives the quarter before."""

from __future__ import annotations

from statistics import median
from typing import Any

from frappe import _

from ppoc.reporting.oversight.figures import Barriers, Due, Figures

MOST_NAMED = 3


def texts(now: Figures, before: Figures, until: str = "") -> dict[str, str]:
	"""Returns field of the report → its first draft, one sentence per line.

	Args:
		until: the day of the figures in words, if the quarter is not over; otherwise "".
	"""
	return {
		"progress": "\n".join(_progress(now, before, until)),
		"drift": "\n".join(_drift(now, before)),
		"tracking": "\n".join(_tracking(now, before)),
	}


def themes(now: Figures, before: Figures) -> list[dict[str, Any]]:
	"""Returns a row for each category of barrier that was open, raised or resolved, the commonest first."""
	names = sorted({*now.barriers, *before.barriers})
	rows = []
	for name in names:
		here, then = now.barriers.get(name, Barriers()), before.barriers.get(name, Barriers())
		rows.append(
			{
				"kind": "Drift and delay",
				"theme": _(name),
				"category": name,
				"open_now": here.open,
				"open_before": then.open,
				"raised": here.raised,
				"resolved": here.resolved,
			}
		)
	return sorted(rows, key=lambda row: (-row["open_now"], -row["open_before"], row["theme"]))


def _progress(now: Figures, before: Figures, until: str) -> list[str]:
	said = [
		*_not_over(until),
		(
			_("Plans on a list: {0} (at the end of the quarter before: {1}).")
			if until
			else _("Plans on a list at the end of the quarter: {0} (a quarter before: {1}).")
		).format(now.listed, before.listed),
		_("Newly prioritised: {0} ({1} the quarter before); no longer prioritised: {2} ({3}).").format(
			now.prioritised, before.prioritised, now.removed, before.removed
		),
		_("Assessments begun: {0} ({1}); finished: {2} ({3}).").format(
			now.started, before.started, now.finished, before.finished
		),
		_("Permanence achieved: {0} ({1}).").format(
			sum(now.achieved.values()), sum(before.achieved.values())
		),
	]
	if now.achieved:
		by_route = ", ".join(
			f"{_(route) if route else _('no route')} {n}" for route, n in now.achieved.items()
		)
		said.append(_("By route: {0}.").format(by_route))
	return said


def _not_over(until: str) -> list[str]:
	if not until:
		return []
	words = _(
		"The quarter is not over: its figures run to {0}, those of the quarter before are for three months."
	)
	return [words.format(until)]


def _drift(now: Figures, before: Figures) -> list[str]:
	said = [
		_due_in_words(_("Starts predicted for the quarter"), now.starts, before.starts),
		_due_in_words(_("Finishes predicted for the quarter"), now.finishes, before.finishes),
		_moved_in_words(now, before),
	]
	named = [f"{_(name)} ({number})" for name, number in now.commonest_barriers()[:MOST_NAMED]]
	said.append(
		_("What holds up most plans: {0}.").format(", ".join(named))
		if named
		else _("No barrier is recorded.")
	)
	return said


def _due_in_words(what: str, now: Due, before: Due) -> str:
	if not now.total:
		return _("{0}: none ({1} the quarter before).").format(what, before.total)
	return _("{0}: {1}; on time {2}, late {3}, not yet {4} (on time the quarter before: {5} of {6}).").format(
		what, now.total, now.on_time, now.late, now.not_done, before.on_time, before.total
	)


def _moved_in_words(now: Figures, before: Figures) -> str:
	back = [days for days in now.moved if days > 0]
	back_before = sum(days > 0 for days in before.moved)
	if not back:
		return _("No prediction was put back ({0} the quarter before).").format(back_before)
	return _("Predictions put back: {0} ({1} the quarter before), by a median of {2} days.").format(
		len(back), back_before, round(median(back))
	)


def _tracking(now: Figures, before: Figures) -> list[str]:
	said = [
		_("{0}: {1} of {2} meetings held.").format(_(one.forum), one.held, one.due) for one in now.meetings
	]
	said += [
		_share_in_words(_("Agendas circulated on time"), now.agendas_on_time, before.agendas_on_time),
		_share_in_words(_("Notes issued on time"), now.notes_on_time, before.notes_on_time),
	]
	done = now.actions
	said.append(
		_("Actions due: {0}; done by their date {1}, done later {2}, still open {3}.").format(
			done.total, done.on_time, done.late, done.not_done
		)
	)
	said.append(_("Blockers escalated: {0}; answered: {1}.").format(now.escalated, now.answered))
	if now.effectiveness:
		earlier = f"{before.effectiveness:.1f}" if before.effectiveness else _("none")
		said.append(
			_("Average of the last effectiveness review: {0} of 5 (a quarter before: {1}).").format(
				f"{now.effectiveness:.1f}", earlier
			)
		)
	else:
		said.append(_("No effectiveness review has been done yet."))
	return [one for one in said if one]


def _share_in_words(what: str, now: float | None, before: float | None) -> str:
	if now is None:
		return ""
	earlier = _("{0}%").format(round(before)) if before is not None else _("none due")
	return _("{0}: {1}% (the quarter before: {2}).").format(what, round(now), earlier)

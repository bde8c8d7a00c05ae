"""What was said last time and what stands now, for each box of a discussion. Plain Python: rows in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
Lines = dict[str, list[dict[str, Any]]]
"""Field → what is shown above its box: `kind` ("last" or "stands"), `text`, and `on` and `forum` where known."""

OF_CHILD = (
	"potential",
	"rationale",
	"head_of_service_view",
	"challenge",
	"deadline",
	"review",
	"take_on_reason",
)
OF_PLAN = ("progress", "barrier_category", "barriers", "plan_decision", "decision_reason")
"""These are about one plan, so what was said about another plan of the child is not shown."""


def lines_for(talk: Row, earlier: Iterable[Row], child: Row, plan: Row | None) -> Lines:
	"""Returns what to show above each box of a discussion.

	Args:
		earlier: the child's discussions in earlier meetings, the latest first, each with `meeting_date` and `forum`.
		child: the child as it stands.
		plan: the plan that the discussion is about, as it stands.
	"""
	lines: Lines = {}
	for row in earlier:
		same_plan = bool(talk.get("plan")) and row.get("plan") == talk["plan"]
		for field in (*OF_CHILD, *(OF_PLAN if same_plan else ())):
			if row.get(field) and field not in lines:
				lines[field] = [_line("last", row[field], row["meeting_date"], row["forum"])]
	for field, text, since in _standing(child, plan or {}):
		_add_standing(lines.setdefault(field, []), text, since)
	return lines


def last_line(text: str, on: Any, forum: str) -> dict[str, Any]:
	"""Returns the line that says what was said on a day in a forum."""
	return _line("last", text, on, forum)


def moved_from(changes: Iterable[Row]) -> dict[str, Lines]:
	"""Returns plan → for each predicted date, what it was before it moved last; the latest change comes first."""
	fields = {"Predicted start": "predicted_start", "Predicted finish": "predicted_finish"}
	found: dict[str, Lines] = {}
	for row in changes:
		field = fields.get(row["date_field"])
		if field and row["was"]:
			lines = found.setdefault(row["parent"], {})
			lines.setdefault(
				field, [_line("was", row["was"], str(row["changed_on"])[:10], row.get("forum") or "")]
			)
	return found


def _standing(child: Row, plan: Row) -> Iterable[tuple[str, Any, Any]]:
	barriers = "; ".join(
		": ".join(filter(None, (row.get("category"), row.get("detail"))))
		for row in plan.get("open_barriers") or ()
	)
	return [
		(field, text, since)
		for field, text, since in (
			("potential", child.get("potential"), child.get("potential_decided_on")),
			("rationale", child.get("potential_rationale"), child.get("potential_decided_on")),
			("head_of_service_view", child.get("potential"), child.get("potential_decided_on")),
			("progress", plan.get("progress"), None),
			("barriers", barriers, None),
			("take_on_reason", plan.get("for_panel_reason"), None),
		)
		if text
	]


def _add_standing(lines: list[dict[str, Any]], text: Any, since: Any) -> None:
	"""What was said last time and still stands is shown once."""
	if lines and _plain(lines[0]["text"]) == _plain(text):
		lines[0]["kind"] = "still"
		return
	lines.append(_line("stands", text, since, ""))


def _line(kind: str, text: Any, on: Any, forum: str) -> dict[str, Any]:
	return {"kind": kind, "text": str(text), "on": str(on) if on else "", "forum": forum}


def _plain(text: Any) -> str:
	return " ".join(str(text).split())

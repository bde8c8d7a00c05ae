"""Answers to the questions of a record template: what an answer may be, and which are missing. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ppoc.messages import Message

BEFORE, IN = "Before the meeting", "In the meeting"

LAST_ANSWER = "Last answer"

PLACEMENT = "Tracked placement"
"""The answer starts with the field of the child's tracked placement that has the name of the question's key."""

ASKED = (
	"section",
	"question_key",
	"question",
	"answer_type",
	"choices",
	"help",
	"required",
	"entered",
	"prefill",
	"left_out",
)
"""What an answer copies from its question, so that it stays readable when the template changes."""


def choices_of(row: Mapping[str, Any]) -> list[str]:
	"""Returns the choices; an empty list if the answer is free text."""
	if row.get("answer_type") == "Yes or no":
		return ["Yes", "No"]
	if row.get("answer_type") != "Choice":
		return []
	return [line.strip() for line in (row.get("choices") or "").splitlines() if line.strip()]


def fault_of(row: Mapping[str, Any]) -> str:
	"""Returns why this is not a valid answer to its question, or "" if it is valid."""
	answer = (row.get("answer") or "").strip()
	if not answer:
		return ""
	question = row.get("question") or ""
	choices = choices_of(row)
	if choices and answer not in choices:
		return Message("“{0}”: choose one of the answers offered.", question)
	if row.get("answer_type") == "Date" and not _is_date(answer):
		return Message("“{0}”: this is not a date.", question)
	if row.get("answer_type") == "Number" and not _is_number(answer):
		return Message("“{0}”: this is not a number.", question)
	return ""


def unanswered(rows: Iterable[Mapping[str, Any]]) -> list[str]:
	"""Returns the required questions without an answer, in order."""
	return [row["question"] for row in rows if row.get("required") and not (row.get("answer") or "").strip()]


def sections(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
	"""Returns the answered rows by section, in order, without empty sections and without rows that are left
	out of minutes and case notes."""
	found: dict[str, list[Mapping[str, Any]]] = {}
	for row in rows:
		if (row.get("answer") or "").strip() and not row.get("left_out"):
			found.setdefault(row.get("section") or "", []).append(row)
	return found


def _is_date(text: str) -> bool:
	try:
		date.fromisoformat(text)
	except ValueError:
		return False
	return True


def _is_number(text: str) -> bool:
	try:
		float(text.replace(",", ""))
	except ValueError:
		return False
	return True

"""Creates the answers in a meeting's discussions from its agenda's templates, in a fixed number of statements."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate
from pypika import Case

from ppoc.children.placements.database import facts_of_running
from ppoc.database.rows import insert_rows
from ppoc.meetings.records.answers import ASKED, LAST_ANSWER, PLACEMENT
from ppoc.meetings.records.facts import facts_of, last_answers

Answers = dict[str, dict[str, Any]]
"""Question key → answer."""


def begin_answers(meeting: Document) -> None:
	"""Gives every discussion an answer to each question of its template, and updates prefilled ones that
	nobody typed."""
	templates = {row.item_key: row.record_template for row in meeting.agenda if row.record_template}
	talks = _talks(meeting.name, templates)
	if not talks:
		return
	questions = _questions(sorted(set(templates.values())))
	there = answers_of([talk.name for talk in talks])
	begins = _Beginnings(meeting, [talk.child for talk in talks], questions)
	new: list[dict[str, Any]] = []
	stale: dict[str, str | None] = {}
	for talk in talks:
		known = {row.question_key: row for row in there.get(talk.name, [])}
		for question in questions[templates[talk.item_key]]:
			text = begins.of(talk.child, question)
			row = known.get(question.question_key)
			if row is None:
				new.append(_row(talk.name, len(known) + 1, question, text))
				known[question.question_key] = question
			elif not row.typed and question.prefill and (row.answer or "") != (text or ""):
				stale[row.name] = text
	insert_rows("Discussion Answer", new, frappe.session.user)
	_bring_up_to_date(stale)


def forget_answers(talks: list[str]) -> None:
	"""Deletes the answers of discussions that are removed from the agenda."""
	if talks:
		frappe.db.delete("Discussion Answer", {"parent": ["in", talks], "parenttype": "Meeting Discussion"})


def answers_of(talks: list[str], lock: bool = False) -> dict[str, list[frappe._dict]]:
	"""Returns discussion → its answers in order; with `lock`, reads committed values and locks them."""
	if not talks:
		return {}
	table = frappe.qb.DocType("Discussion Answer")
	query = frappe.qb.from_(table).select("*").where(table.parent.isin(talks))
	query = query.where(table.parenttype == "Meeting Discussion").orderby(table.parent).orderby(table.idx)
	found: dict[str, list[frappe._dict]] = {}
	for row in (query.for_update() if lock else query).run(as_dict=True):
		found.setdefault(row.parent, []).append(row)
	return found


def shown(row: Any) -> str:
	"""Returns an answer as people read it: a date in the site's format, a choice in their language."""
	text = (row.get("answer") or "").strip()
	if row.get("answer_type") == "Date" and text:
		return formatdate(text)
	return _(text) if row.get("answer_type") in ("Choice", "Yes or no") and text else text


def typed_in(talks: list[str]) -> set[str]:
	"""Returns the discussions in which somebody has typed an answer."""
	return set(
		frappe.get_all(
			"Discussion Answer",
			filters={"parent": ["in", talks or [""]], "parenttype": "Meeting Discussion", "typed": 1},
			pluck="parent",
			limit=0,
		)
	)


class _Beginnings:
	"""The text that each answer starts with."""

	def __init__(self, meeting: Document, children: list[str], questions: dict[str, list[Any]]) -> None:
		kinds = {question.prefill for rows in questions.values() for question in rows if question.prefill}
		names = sorted(set(children))
		self.facts = facts_of(kinds, meeting, names)
		self.last = last_answers(meeting, names) if LAST_ANSWER in kinds else {}
		self.placements = facts_of_running(names) if PLACEMENT in kinds else {}

	def of(self, child: str, question: Any) -> str | None:
		if question.prefill == LAST_ANSWER:
			return self.last.get((child, question.question_key))
		if question.prefill == PLACEMENT:
			return self.placements.get(child, {}).get(question.question_key)
		return self.facts.get(question.prefill or "", {}).get(child)


def _talks(meeting: str, templates: dict[str, str]) -> list[Any]:
	if not templates:
		return []
	return frappe.get_all(
		"Meeting Discussion",
		filters={"meeting": meeting, "item_key": ["in", list(templates)]},
		fields=["name", "child", "item_key"],
		order_by="position asc",
	)


def _questions(templates: list[str]) -> dict[str, list[Any]]:
	found: dict[str, list[Any]] = {template: [] for template in templates}
	for row in frappe.get_all(
		"Record Question",
		filters={"parent": ["in", templates], "parenttype": "Record Template"},
		fields=["parent", *ASKED],
		order_by="parent asc, idx asc",
	):
		found[row.parent].append(row)
	return found


def _row(talk: str, idx: int, question: Any, text: str | None) -> dict[str, Any]:
	place = {"parent": talk, "parenttype": "Meeting Discussion", "parentfield": "answers", "idx": idx}
	return {**place, **{field: question[field] for field in ASKED}, "answer": text, "typed": 0}


def _bring_up_to_date(stale: dict[str, str | None]) -> None:
	if not stale:
		return
	table = frappe.qb.DocType("Discussion Answer")
	case = Case()
	for name, text in stale.items():
		case = case.when(table.name == name, text or "")
	frappe.qb.update(table).where(table.name.isin(list(stale))).set(
		table.answer, case.else_(table.answer)
	).run()

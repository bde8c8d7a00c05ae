"""What follows from the answers of a record when its meeting closes. Plain Python: answers and questions in.

The question defines it, as pack data: an event is recorded (such as the agreed date of return), an unmet need
is logged, or an observation is brought to people, such as outstanding practice to the managers on the same
day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

EVENT, UNMET_NEED, BROUGHT = "Records an event", "Logs an unmet need", "Is brought to people"

OTHER = "Other"


@dataclass(frozen=True)
class Follow:
	"""One consequence of an answer.

	Attributes:
		kind: `EVENT`, `UNMET_NEED` or `BROUGHT`.
		words: the answer.
		day: the date that was answered, None for the day of the meeting.
		event_type: the event to record, or for `BROUGHT` once everybody has been told; "" for none.
		roles: the roles it is brought to.
		need: the kind of need, one of those that the log knows.
		context: all answers of the section, one per line.
	"""

	kind: str
	words: str
	day: date | None = None
	event_type: str = ""
	roles: tuple[str, ...] = ()
	need: str = OTHER
	context: tuple[str, ...] = ()


def follows_of(
	answers: Iterable[Mapping[str, Any]],
	questions: Mapping[str, Mapping[str, Any]],
	needs: Iterable[str] = (),
) -> tuple[Follow, ...]:
	"""Returns what follows from the answers of one child.

	Args:
		answers: the rows of the record; an answer that no person typed has no effect a second time.
		questions: for each key, what its question defines for closing.
		needs: the kinds of need that the log knows; an answer in the same section that is one of them gives
			the kind.
	"""
	rows = [row for row in answers if row.get("typed") and (row.get("answer") or "").strip()]
	known = frozenset(needs)
	found = []
	for row in rows:
		asked = questions.get(row["question_key"])
		answer = row["answer"].strip()
		if not asked or (row.get("answer_type") == "Yes or no" and answer != "Yes"):
			continue
		same = [other for other in rows if other.get("section") == row.get("section")]
		found.append(
			Follow(
				kind=asked["on_closing"],
				words=answer,
				day=date.fromisoformat(answer) if row.get("answer_type") == "Date" else None,
				event_type=asked.get("event_type") or "",
				roles=tuple(
					role.strip() for role in (asked.get("brought_to") or "").splitlines() if role.strip()
				),
				need=next((o["answer"].strip() for o in same if o["answer"].strip() in known), OTHER),
				context=tuple(f"{other['question']}: {other['answer'].strip()}" for other in same),
			)
		)
	return tuple(found)

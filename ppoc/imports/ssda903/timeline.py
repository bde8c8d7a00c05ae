"""Works out what happened to a child: episodes in order, the resulting events, and the child's present situation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import pairwise

from ppoc import care_codes
from ppoc.care_codes import LEGAL_STATUS, PLACEMENT, meaning
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.events import (
	ADOPTION_PLACEMENT_ENDED,
	CARE_ORDER_DISCHARGED,
	CARE_ORDER_MADE,
	ENTERED_CARE,
	EPISODE_SOURCE,
	INTERIM_CARE_ORDER_MADE,
	LEFT_CARE,
	LEGAL_STATUS_CHANGED,
	PERMANENCE_SOURCE,
	PLACED_FOR_ADOPTION,
	PLACEMENT_CHANGED,
	PLACEMENT_ORDER_MADE,
	PLACEMENT_ORDER_REVOKED,
	PREVIOUS_PERMANENCE,
	REVIEW_HELD,
	REVIEW_SOURCE,
	CareEvent,
)
from ppoc.imports.ssda903.ordering import ChildRows, periods_of
from ppoc.imports.ssda903.parse import (
	AdoptionRow,
	EpisodeRow,
	PermanenceRow,
	ReviewRow,
	SocialWorkerRow,
	sex_of,
)
from ppoc.imports.ssda903.side_events import side_events

ORDER_MADE = {
	codes.INTERIM_CARE_ORDER: INTERIM_CARE_ORDER_MADE,
	codes.FULL_CARE_ORDER: CARE_ORDER_MADE,
	codes.PLACEMENT_ORDER: PLACEMENT_ORDER_MADE,
}
WITHOUT_ORDER = frozenset({"V2", *codes.SHORT_BREAKS})
LEGAL_CHANGES = frozenset("LBU")
ADOPTIVE = frozenset({"A3", "A4", "A5", "A6"})


@dataclass(frozen=True)
class Episode:
	"""One episode of a child, with the return's codes, independent of any file."""

	started_on: date
	reason_new_episode: str | None = None
	legal_status: str | None = None
	category_of_need: str | None = None
	placement: str | None = None
	placement_provider: str | None = None
	ended_on: date | None = None
	reason_ended: str | None = None
	reason_placement_change: str | None = None
	home_postcode: str | None = None
	placement_postcode: str | None = None
	urn: str | None = None

	@property
	def key(self) -> str:
		"""Identifies the episode among the child's episodes: its start, with a mark if it ends the same day."""
		return self.started_on.isoformat() + ("=" if self.ended_on == self.started_on else "")

	@property
	def goes_on(self) -> bool:
		"""Returns whether care goes on after the episode, as far as it tells.

		An episode without an end date has not ended, whatever its reason for the end says; and one that ended because
		the next begins is followed by another, though a file may lack it.
		"""
		return self.ended_on is None or self.reason_ended == codes.NEXT_EPISODE

	@property
	def order(self) -> tuple[date, date]:
		"""Returns the sort key of the episode."""
		return self.started_on, self.ended_on or date.max

	@property
	def where(self) -> tuple[str | None, ...]:
		"""Returns what distinguishes one placement from another."""
		return self.placement, self.placement_provider, self.placement_postcode, self.urn


EPISODE_FIELDS = tuple(f.name for f in fields(Episode))


@dataclass(frozen=True)
class CareFacts:
	"""A child's situation by its latest episode."""

	looked_after: bool = False
	legal_status: str = ""
	on_full_care_order: bool = False
	care_started_on: date | None = None
	care_ended_on: date | None = None
	placement: str = ""
	placement_since: date | None = None
	placed_with_parents: bool = False
	left_care_by: str | None = None
	date_of_death: date | None = None


@dataclass(frozen=True)
class ReturnedChild:
	"""A child in the return, complete and in order.

	Attributes:
		child_id: the authority's ID.
		sex: M, F or U.
		date_of_birth: from the Header file.
		ethnicity: the return's code.
		upn: unique pupil number, None if there is no valid one.
		mother: whether the child is a mother, None if the return does not say.
		episodes: in order.
		reviews, placements_for_adoption, previous_permanence: the rows as in the return.
		social_worker: the row of the social worker who has the child now, if the return has one.
		unaccompanied: whether the child seeks asylum without a parent, None if the return does not say.
		row_events: the events from those rows.
	"""

	child_id: str
	sex: str | None = None
	date_of_birth: date | None = None
	ethnicity: str | None = None
	upn: str | None = None
	mother: bool | None = None
	episodes: tuple[Episode, ...] = ()
	reviews: tuple[ReviewRow, ...] = ()
	placements_for_adoption: tuple[AdoptionRow, ...] = ()
	previous_permanence: PermanenceRow | None = None
	social_worker: SocialWorkerRow | None = None
	unaccompanied: bool | None = None
	row_events: tuple[CareEvent, ...] = field(default=())

	def events(self, routes: Mapping[str, str] = codes.OUT_OF_CARE_ROUTES) -> list[CareEvent]:
		"""Returns the child's events, by date."""
		return sorted(
			[*episode_events(self.episodes, routes), *self.row_events], key=lambda event: event.date
		)

	@property
	def short_break_reviews(self) -> int:
		"""Returns how many reviews were of short breaks, which make no event."""
		made = sum(event.event_type == REVIEW_HELD for event in self.row_events)
		return sum(row.reviewed_on is not None for row in self.reviews) - made

	def facts(self, routes: Mapping[str, str] = codes.OUT_OF_CARE_ROUTES) -> CareFacts:
		"""Returns the child's present situation."""
		return care_facts(self.episodes, routes)


def returned_child(rows: ChildRows, today: date) -> ReturnedChild:
	"""Makes one child from its sorted rows.

	Args:
		rows: rows that `put_in_order` has sorted without refusing the child.
		today: the day of loading.

	Returns:
		The child.
	"""
	header = rows.header
	episodes = tuple(_episode(row) for row in rows.episodes)
	permanence = rows.permanence[0] if rows.permanence else None
	return ReturnedChild(
		child_id=header.child,
		sex=sex_of(header),
		date_of_birth=header.date_of_birth,
		ethnicity=header.ethnicity,
		upn=header.upn if codes.UPN.fullmatch(header.upn or "") else None,
		mother={"0": False, "1": True}.get(header.mother or ""),
		episodes=episodes,
		reviews=tuple(rows.reviews),
		placements_for_adoption=tuple(rows.adoptions),
		previous_permanence=permanence,
		social_worker=_social_worker(rows.social_workers, today),
		unaccompanied=_unaccompanied(rows, today),
		row_events=(
			*_review_events(rows.reviews, episodes),
			*_permanence_events(permanence, episodes),
			*side_events(rows, today),
		),
	)


def _episode(row: EpisodeRow) -> Episode:
	if row.started_on is None:
		raise ValueError(f"line {row.line} of {row.file} has no start and must have been refused")
	return Episode(*[getattr(row, name) for name in EPISODE_FIELDS])


def _social_worker(rows: Sequence[SocialWorkerRow], today: date) -> SocialWorkerRow | None:
	"""Returns the row of the social worker who has the child on a day: the last to begin, if not ended since."""
	begun = [row for row in rows if row.started_on and row.started_on <= today]
	if not begun or not begun[-1].worker_id:
		return None
	ended_on = begun[-1].ended_on
	return begun[-1] if ended_on is None or ended_on > today else None


def _unaccompanied(rows: ChildRows, today: date) -> bool | None:
	return next((row.ended_on is None or row.ended_on > today for row in rows.unaccompanied), None)


def care_facts(
	episodes: Sequence[Episode], routes: Mapping[str, str] = codes.OUT_OF_CARE_ROUTES
) -> CareFacts:
	"""Works out a child's situation from its episodes.

	A child is looked after if the latest episode goes on and is not a series of short breaks (V3, V4), which start no
	care. The start of care is blank if the first known episode continues an earlier one.

	Args:
		episodes: one child's episodes in order.
		routes: name of the route out of care for each reason for the end of an episode.

	Returns:
		The facts; all blank for a child without episodes.
	"""
	if not episodes:
		return CareFacts()
	latest, period = episodes[-1], in_care(periods_of(episodes)[-1])
	is_open = latest.goes_on
	looked_after = is_open and latest.legal_status not in codes.SHORT_BREAKS
	begun = period[0].started_on if period else None
	unknown = bool(period) and period[0] is episodes[0] and began_before(period[0])
	return CareFacts(
		looked_after=looked_after,
		legal_status=latest.legal_status or "" if is_open else "",
		on_full_care_order=looked_after and latest.legal_status == codes.FULL_CARE_ORDER,
		care_started_on=None if unknown else begun,
		care_ended_on=None if is_open or not period else latest.ended_on,
		placement=latest.placement or "" if is_open else "",
		placed_with_parents=looked_after and latest.placement == codes.WITH_PARENTS,
		placement_since=placement_starts(periods_of(episodes)[-1])[-1] if is_open else None,
		left_care_by=None if is_open or not period else routes.get(latest.reason_ended or ""),
		date_of_death=None if is_open or latest.reason_ended != codes.DIED else latest.ended_on,
	)


def known_on(episodes: Sequence[Episode], day: date) -> list[Episode]:
	"""Returns the episodes as they were known on a day: later ones had not begun, and what ended later was open."""
	return [
		episode
		if episode.ended_on is None or episode.ended_on <= day
		else replace(episode, ended_on=None, reason_ended=None)
		for episode in episodes
		if episode.started_on <= day
	]


def in_care(period: Sequence[Episode]) -> Sequence[Episode]:
	"""Returns the episodes of a period from the first that is no short break; none if there are only short breaks."""
	for place, episode in enumerate(period):
		if episode.legal_status not in codes.SHORT_BREAKS:
			return period[place:]
	return ()


def placement_starts(period: Sequence[Episode]) -> list[date]:
	"""Returns the first day of each placement of a period of care, in order.

	A stay in hospital or on holiday (T codes) is no placement of its own: it neither begins nor ends one, if the child
	comes back to the same place.
	"""
	lived = [episode for episode in period if episode.placement not in codes.TEMPORARY] or list(period)
	starts = [lived[0].started_on]
	for episode, after in pairwise(lived):
		away = episode.ended_on != after.started_on or period.index(after) - period.index(episode) > 1
		if episode.where != after.where if away else _moved(episode, after):
			starts.append(after.started_on)
	return starts


def _moved(before: Episode, after: Episode) -> bool:
	return after.reason_new_episode in codes.MOVES or before.where != after.where


def episode_events(
	episodes: Sequence[Episode], routes: Mapping[str, str] = codes.OUT_OF_CARE_ROUTES
) -> list[CareEvent]:
	"""Returns the events that follow from a child's episodes. Short breaks (V3, V4) have none: they start no care.

	Args:
		episodes: one child's episodes in order.
		routes: name of the route out of care for each reason for the end of an episode.

	Returns:
		The events in order.
	"""
	events: list[CareEvent] = []
	for period in map(in_care, periods_of(episodes)):
		if not period:
			continue
		if not (period[0] is episodes[0] and began_before(period[0])):
			events += _entry_events(period[0])
		elif period[0].reason_new_episode in LEGAL_CHANGES:
			events += _known_order(period[0])
		ordered = {period[0].legal_status}
		for before, after in pairwise(period):
			events += _change_events(before, after, ordered)
			ordered.add(after.legal_status)
		events += _exit_events(period[-1], routes)
	return events


def _event(event_type: str, episode: Episode, details: str, what: str, day: date | None = None) -> CareEvent:
	key = f"ssda903:{EPISODE_SOURCE}:{episode.key}:{what}"
	return CareEvent(event_type, day or episode.started_on, details, key)


def _legal(code: str | None) -> str:
	return meaning(LEGAL_STATUS, code) or "not stated"


def _place(episode: Episode) -> str:
	return meaning(PLACEMENT, episode.placement) or "not stated"


def began_before(first: Episode) -> bool:
	"""Returns whether a child's first known episode continues an unknown one, as in a single year's return."""
	reason = first.reason_new_episode
	return reason in care_codes.REASON_NEW_EPISODE and reason != codes.STARTS_CARE


def _known_order(first: Episode) -> list[CareEvent]:
	"""Returns the order made on the first known day, if nothing is known of the time before."""
	made = ORDER_MADE.get(first.legal_status or "")
	return [_event(made, first, "What came before is not recorded", "legal")] if made else []


def _entry_events(first: Episode) -> list[CareEvent]:
	need = meaning(care_codes.NEED, first.category_of_need)
	details = "; ".join(part for part in (_legal(first.legal_status), _place(first), need) if part)
	events = [_event(ENTERED_CARE, first, details, "entered")]
	if first.legal_status in ORDER_MADE:
		details = "In force when the period of care began"  # untranslated: kept in the record
		events.append(_event(ORDER_MADE[first.legal_status], first, details, "legal"))
	if first.placement in ADOPTIVE:
		events.append(_event(PLACED_FOR_ADOPTION, first, _place(first), "placed"))
	return events


def _change_events(before: Episode, after: Episode, ordered: set[str | None]) -> list[CareEvent]:
	events = []
	if before.legal_status != after.legal_status:
		made = ORDER_MADE.get(after.legal_status or "")
		again = after.legal_status in ordered
		event_type = LEGAL_STATUS_CHANGED if made is None or again else made
		details = f"{_legal(before.legal_status)} → {_legal(after.legal_status)}" + (
			", as before" if again else ""
		)
		events.append(_event(event_type, after, details, "legal"))
		ended = _order_ended(before.legal_status, after.legal_status)
		events += [_event(ended, after, details, "ended")] if ended else []
	if _moved(before, after):
		same = ", same carer" if after.reason_new_episode in codes.SAME_CARER else ""
		details = f"{_place(before)} → {_place(after)}{same}"
		events.append(_event(PLACEMENT_CHANGED, after, details, "placement"))
	if before.placement not in ADOPTIVE and after.placement in ADOPTIVE:
		events.append(_event(PLACED_FOR_ADOPTION, after, _place(after), "placed"))
	if before.placement in ADOPTIVE and after.placement not in ADOPTIVE:
		events.append(_event(ADOPTION_PLACEMENT_ENDED, after, f"Now: {_place(after)}", "placed"))
	return events


def _order_ended(before: str | None, after: str | None) -> str:
	"""Returns what ended while the child stayed in care, or "": a care order stands behind a placement order."""
	if before == codes.PLACEMENT_ORDER and after:
		return PLACEMENT_ORDER_REVOKED
	return CARE_ORDER_DISCHARGED if before == codes.FULL_CARE_ORDER and after in WITHOUT_ORDER else ""


def _exit_events(last: Episode, routes: Mapping[str, str]) -> list[CareEvent]:
	if last.ended_on is None or last.reason_ended in (codes.NEXT_EPISODE, None):
		return []
	reason = meaning(care_codes.REASON_EPISODE_CEASED, last.reason_ended)
	route = routes.get(last.reason_ended)
	details = f"{route}: {reason}" if route else reason
	return [_event(LEFT_CARE, last, details, "left", last.ended_on)]


def _in_short_breaks(day: date, episodes: Sequence[Episode]) -> bool:
	"""Returns whether a child has short breaks on a day: the last episode that has begun by then is one."""
	if not any(episode.legal_status in codes.SHORT_BREAKS for episode in episodes):
		return False
	begun = [episode for episode in episodes if episode.started_on <= day]
	return bool(begun) and begun[-1].legal_status in codes.SHORT_BREAKS


def _review_events(reviews: Sequence[ReviewRow], episodes: Sequence[Episode]) -> list[CareEvent]:
	"""Returns the reviews as events, without those of short breaks, which start no clock of permanence."""
	events = []
	times: Counter[date] = Counter()
	for row in reviews:
		if row.reviewed_on is None or _in_short_breaks(row.reviewed_on, episodes):
			continue
		times[row.reviewed_on] += 1
		again = f"#{times[row.reviewed_on]}" if times[row.reviewed_on] > 1 else ""
		key = f"ssda903:{REVIEW_SOURCE}:{row.reviewed_on.isoformat()}{again}"
		details = meaning(codes.REVIEW_CODE, row.review_code)
		events.append(CareEvent(REVIEW_HELD, row.reviewed_on, details, key))
	return events


def _permanence_events(row: PermanenceRow | None, episodes: Sequence[Episode]) -> list[CareEvent]:
	"""Returns the permanence that broke down, on its first possible day or, if undated, the day on which care began."""
	if row is None or row.previous_permanence in (None, codes.NO_PREVIOUS_PERMANENCE):
		return []
	kind = meaning(codes.PREVIOUS_PERMANENCE, row.previous_permanence)
	known = row.permanent_on.earliest if row.permanent_on else None
	day = known or (periods_of(episodes)[-1][0].started_on if episodes else None)
	if day is None:
		return []
	when = (
		""
		if known and row.permanent_on and row.permanent_on.day
		else f" ({row.permanent_on or 'date not known'})"
	)
	where = meaning(codes.LA_OF_PERMANENCE_WORDS, row.authority)
	by = f", authority: {where}" if where else ""
	return [CareEvent(PREVIOUS_PERMANENCE, day, f"{kind}{when}{by}", f"ssda903:{PERMANENCE_SOURCE}")]

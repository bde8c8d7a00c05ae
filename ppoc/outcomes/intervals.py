"""How little a small number says: the ranges in which a share or a rate may well lie. Computed by SciPy."""

from __future__ import annotations

from dataclasses import dataclass

SURE = 0.95
THOUSAND = 1_000


@dataclass(frozen=True)
class Share:
	"""A share in per cent, with its 95 % confidence band; all None for nobody."""

	reached: int
	of: int
	percent: float | None = None
	low: float | None = None
	high: float | None = None


@dataclass(frozen=True)
class Rate:
	"""A number of events per 1,000 days, with its 95 % confidence band; all None for no days."""

	events: int
	days: int
	rate: float | None = None
	low: float | None = None
	high: float | None = None


def share(reached: int, of: int) -> Share:
	"""Returns a share with the band of Wilson (1927), which holds for small numbers, too.

	Args:
		reached: how many; of: of how many.
	"""
	if not of:
		return Share(reached, of)
	from scipy.stats import binomtest  # takes seconds to load, once in each process

	band = binomtest(reached, of).proportion_ci(SURE, method="wilson")
	return Share(reached, of, _percent(reached / of), _percent(band.low), _percent(band.high))


def rate(events: int, days: int) -> Rate:
	"""Returns a rate per 1,000 days with the exact band of Garwood (1936) for numbers of events.

	Args:
		events: how many events; days: on how many days they could have happened.
	"""
	if days <= 0:
		return Rate(events, 0)
	from scipy.stats import chi2  # takes seconds to load, once in each process

	tail = (1 - SURE) / 2
	low = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
	high = chi2.ppf(1 - tail, 2 * events + 2) / 2
	return Rate(events, days, *(round(float(one) * THOUSAND / days, 2) for one in (events, low, high)))


def _percent(value: float) -> float:
	return round(float(value) * 100, 1)

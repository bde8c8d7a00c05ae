"""Draws bar charts as SVG for print and screen, with numbers next to the bars so that nothing depends on colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

SHADES = ("#1f4e79", "#b8c4d0")
WIDTH, LABELS = 640, 230
_BAR, _GAP = 13, 9
_EM = 12.7
"""Pixels of a browser in one em of printed body text."""


@dataclass(frozen=True)
class Chart:
	"""A chart and the height it needs on paper, in ems of body text."""

	svg: Markup
	ems: float


def bars(title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]) -> Chart | None:
	"""Returns horizontal bars: a group for each row and in it a bar for each series. None if every number is 0.

	Args:
		title: what it shows, also for screen readers.
		series: names of the bars in a group, at most two.
		rows: each label and its numbers.
	"""
	most = max((number for _label, numbers in rows for number in numbers), default=0)
	if not most:
		return None
	room = WIDTH - LABELS - 45
	parts, y = [_legend(series)], 24
	for label, numbers in rows:
		parts.append(_text(LABELS - 8, y + _BAR * len(numbers) / 2 + 4, label, "end"))
		for shade, number in zip(SHADES, numbers, strict=False):
			length = max(number * room / most, 1)
			parts.append(
				Markup('<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}"></rect>').format(
					LABELS, y, length, _BAR - 2, shade
				)
			)
			parts.append(_text(LABELS + length + 5, y + _BAR - 3, f"{number:g}"))
			y += _BAR
		y += _GAP
	svg = Markup(
		'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" width="{}" height="{}">{}</svg>'
	).format(f"{title}. {_in_words(series, rows)}", WIDTH, y, Markup("").join(parts))
	return Chart(svg, round(y / _EM, 1))


def _legend(series: Sequence[str]) -> Markup:
	parts, x = [], LABELS
	for shade, name in zip(SHADES, series, strict=False):
		parts.append(Markup('<rect x="{}" y="3" width="11" height="11" fill="{}"></rect>').format(x, shade))
		parts.append(_text(x + 16, 13, name))
		x += 40 + 7 * len(name)
	return Markup("").join(parts)


def _text(x: float, y: float, words: str, anchor: str = "start") -> Markup:
	return Markup(
		'<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="12"'
		' font-family="Liberation Sans, Arial, sans-serif" fill="currentColor">{}</text>'
	).format(x, y, anchor, words)


def _in_words(series: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
	return "; ".join(
		f"{label}: " + ", ".join(f"{name} {number:g}" for name, number in zip(series, numbers, strict=False))
		for label, numbers in rows
	)

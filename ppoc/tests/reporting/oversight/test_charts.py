"""Quarters, charts and drafted text, without a site."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from ppoc.reporting.oversight.charts import LABELS, WIDTH, bars
from ppoc.reporting.oversight.drafting import themes
from ppoc.reporting.oversight.figures import Barriers, Due, Figures, Quarter, SittingsHeld

SVG = "{http://www.w3.org/2000/svg}"


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_every_day_lies_in_one_quarter_that_follows_the_one_before(day: date) -> None:
	quarter = Quarter.of(day)
	assert quarter.first <= day <= quarter.last
	assert (quarter.first - quarter.before.last).days == 1
	assert Quarter.of(quarter.last) == quarter


@given(
	st.lists(st.tuples(st.text("<&\"'ab ", max_size=12), st.integers(0, 9), st.integers(0, 9)), max_size=6)
)
def test_a_chart_is_whole_whatever_its_labels_are_and_stays_on_the_paper(rows: list) -> None:
	chart = bars("Held <up>", ("Now", "Before"), [(label, numbers) for label, *numbers in rows])
	if not any(number for _label, *numbers in rows for number in numbers):
		assert chart is None
		return
	root = ElementTree.fromstring(str(chart.svg))
	drawn = root.findall(f"{SVG}rect")[2:]
	assert len(drawn) == 2 * len(rows)
	assert max(_number(bar, "x") + _number(bar, "width") for bar in drawn) <= WIDTH
	assert max(_number(bar, "y") + _number(bar, "height") for bar in drawn) <= _number(root, "height")
	assert [one.text or "" for one in root.findall(f"{SVG}text") if one.get("text-anchor") == "end"] == [
		label for label, *_numbers in rows
	]
	assert _number(drawn[0], "x") == LABELS


def _number(element: ElementTree.Element, name: str) -> float:
	return float(element.attrib[name])


def test_figures_are_kept_and_come_back_as_they_were() -> None:
	figures = Figures(
		listed=3,
		achieved={"Adoption": 1},
		starts=Due(1, 2, 3),
		moved=[-7, 30],
		barriers={"Other": Barriers(1, 2, 3)},
		meetings=[SittingsHeld("Panel", 3, 2)],
		notes_on_time=66.7,
	)
	assert Figures.from_dict(figures.as_dict()) == figures


def test_a_theme_is_what_holds_most_plans_up_also_one_that_has_gone() -> None:
	now = Figures(barriers={"Court": Barriers(1, 1, 0), "Housing": Barriers(4, 2, 1)})
	before = Figures(barriers={"Housing": Barriers(3), "Capacity": Barriers(2)})

	rows = [(row["theme"], row["open_now"], row["open_before"]) for row in themes(now, before)]

	assert rows == [("Housing", 4, 3), ("Court", 1, 0), ("Capacity", 0, 2)]

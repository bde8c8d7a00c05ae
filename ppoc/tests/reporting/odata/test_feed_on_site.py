"""The OData feed: who reads which rows and fields, page by page, and how it answers nonsense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.website.path_resolver import PathResolver
from freezegun import freeze_time
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from ppoc.reporting.odata import records_database, reports_database, streaming_database
from ppoc.reporting.odata.filters import holds, tree_of
from ppoc.reporting.odata.page import FeedPage
from ppoc.tests.access_world import MARK_OF_HIDDEN, NORTH, SOUTH, World, put
from ppoc.tests.factories import queries_of

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.requirement("X2.3")]


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
	with freeze_time("2026-11-23 10:00", tick=True):
		yield


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, one_connection: None) -> Any:
	"""`ask(address)` requests an address of the feed as a user."""

	def ask(
		user: str, path: str = "", method: str = "GET", given: Any = None, prefer: str = "", **options: Any
	) -> Response:
		frappe.set_user(user)
		query = urlencode({**{f"${name}": value for name, value in options.items()}, **(given or {})})
		environ = EnvironBuilder(
			path=f"/odata/v4/{path}", query_string=query, method=method, headers={"Prefer": prefer}
		).get_environ()
		monkeypatch.setattr(frappe.local, "request", Request(environ), raising=False)
		_endpoint, renderer = PathResolver(f"/odata/v4/{path}").resolve()
		assert isinstance(renderer, FeedPage)
		return renderer.render()

	return ask


def body(response: Response) -> dict[str, Any]:
	assert response.status_code == 200, response.get_data(as_text=True)
	return json.loads(response.get_data())


def names(response: Response) -> list[str]:
	return [row["name"] for row in body(response)["value"]]


def complaint(response: Response) -> str:
	return json.loads(response.get_data())["error"]["message"]


def test_who_has_no_name_is_asked_for_a_login(ask: Any) -> None:
	response = ask("Guest", "Child")
	assert response.status_code == 401
	assert response.headers["WWW-Authenticate"].startswith("Basic")
	assert complaint(response)


def test_each_reader_has_the_own_rows_and_nothing_is_kept_for_the_next(ask: Any, world: World) -> None:
	here = {world.anna, world.bella, world.rosie}
	for user, expected in (
		(world.manager_south, {world.bella}),
		(world.manager, {world.anna, world.rosie}),
		(world.manager_south, {world.bella}),
	):
		response = ask(user, "Child", select="name,locality", count="true")
		answer = body(response)
		assert {row["name"] for row in answer["value"]} & here == expected
		assert answer["@odata.count"] == len(answer["value"])
		assert response.headers["Cache-Control"] == "no-store, private"
		for kind in ("PermanencePlan", "Action", "Timescale", "CareEvent", "UnmetNeed"):
			rows = body(ask(user, kind))["value"]
			assert {row["child"] for row in rows if row["child"]} & here == expected


def test_who_may_not_export_reads_no_feed(ask: Any, world: World) -> None:
	assert "Child" not in {one["name"] for one in body(ask(world.configurer))["value"]}
	assert ask(world.configurer, "Child").status_code == 404
	assert ask(world.manager, "User").status_code == 404
	assert ask(world.manager, "tabChild").status_code == 404


def test_a_field_of_a_higher_level_is_neither_told_nor_filtered_by(ask: Any, world: World) -> None:
	frappe.db.set_value("DocField", {"parent": "Child", "fieldname": "potential_rationale"}, "permlevel", 3)
	frappe.clear_cache(doctype="Child")
	row = body(ask(world.manager, "Child", top="1"))["value"][0]
	assert "potential_rationale" not in row
	response = ask(world.manager, "Child", filter="contains(potential_rationale,'a')")
	assert response.status_code == 400
	frappe.db.rollback()
	frappe.clear_cache(doctype="Child")


def test_pages_follow_each_other_until_every_row_was_read_once(
	ask: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(records_database, "PAGE_VALUES", 2)
	for number in range(7):
		put("Child", name=f"TEST-{number}", full_name=f"Nora {number}", locality=NORTH)
	for options in ({}, {"orderby": "full_name desc"}, {"top": "5"}):
		read, asked = [], dict(options)
		for _page in range(10):
			answer = body(ask(world.coordinator, "Child", select="name", **asked))
			read += [row["name"] for row in answer["value"]]
			if not (following := answer.get("@odata.nextLink")):
				break
			given = parse_qs(urlsplit(following).query)
			asked = {key[1:]: value[0] for key, value in given.items() if key != "$select"}
		everything = names_of(world.coordinator)
		wanted = {"TEST-ANNA", *(f"TEST-{number}" for number in range(7))}
		assert len(read) == len(set(read)) == (5 if options.get("top") else len(everything))
		assert options.get("top") or wanted <= set(read)


@pytest.mark.parametrize(
	("prefer", "rows", "applied"),
	[
		("odata.maxpagesize=2", 2, "odata.maxpagesize=2"),
		('respond-async, odata.maxpagesize="3"', 3, "odata.maxpagesize=3"),
		("odata.maxpagesize=99999", 7, "odata.maxpagesize=99999"),
		("odata.maxpagesize=0", 7, None),
		("odata.maxpagesize=many", 7, None),
		("odata.maxpagesize=" + "9" * 30, 7, None),
		("", 7, None),
	],
)
def test_a_reader_may_prefer_shorter_pages(
	prefer: str, rows: int, applied: str | None, ask: Any, world: World
) -> None:
	for number in range(7):
		put("Child", name=f"TEST-{number}", full_name=f"Nora {number}", locality=NORTH)
	for order in ({}, {"orderby": "full_name"}):
		options = {"filter": "startswith(name,'TEST-') and startswith(full_name,'Nora')", **order}
		response = ask(world.coordinator, "Child", prefer=prefer, **options)
		first = body(response)
		assert response.headers.get("Preference-Applied") == applied
		assert [row["name"] for row in first["value"]] == [f"TEST-{number}" for number in range(rows)]
		assert ("@odata.nextLink" in first) == (rows < 7)
		if rows < 7:
			given = {key: one[0] for key, one in parse_qs(urlsplit(first["@odata.nextLink"]).query).items()}
			second = body(ask(world.coordinator, "Child", given=given, prefer=prefer))["value"]
			assert [row["name"] for row in second] == [f"TEST-{rows + number}" for number in range(rows)]
	frappe.db.sql("update `tabPermanence Plan` set status = 'Prioritised', rag = 'Red'")
	assert len(body(ask(world.manager, "ReportRag", prefer="odata.maxpagesize=1"))["value"]) == 1


def test_a_long_answer_takes_no_more_statements_than_a_short_one(
	ask: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(streaming_database, "PART_BYTES", 2000)
	for number in range(300):
		put("Child", name=f"TEST-{number}", full_name=f"Nora {number}", locality=NORTH)
	read, queries = [], []
	texts = streaming_database._texts
	monkeypatch.setattr(
		streaming_database, "_texts", lambda own, query: queries.append(query) or texts(own, query)
	)
	names(ask(world.coordinator, "Child", top="1"))

	def read_some(top: str) -> None:
		read.append(names(ask(world.coordinator, "Child", top=top)))

	asked = [queries_of(partial(read_some, top)) for top in ("1", "300")]
	assert [len(rows) for rows in read] == [1, 300]
	assert asked[0] == asked[1]
	assert len(queries) == 3


def test_an_answer_that_is_whole_says_how_long_it_is(ask: Any, world: World) -> None:
	response = ask(world.coordinator, "Child")
	assert not response.is_streamed
	assert response.content_length == len(response.get_data())
	assert body(ask(world.coordinator, "Child", filter="name eq 'nobody'"))["value"] == []
	assert body(ask(world.coordinator, "Child", top="0", count="true"))["@odata.count"] > 0


def names_of(user: str) -> list[str]:
	frappe.set_user(user)
	return frappe.get_list("Child", pluck="name", limit_page_length=0)


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("status eq 'Prioritised'", {"P1", "P2"}),
		("status ne 'Prioritised'", {"P3"}),
		("predicted_start lt 2026-06-01", {"P1"}),
		("predicted_start eq null", {"P3"}),
		("predicted_start ne null and times_moved ge 2", {"P2"}),
		("times_moved in (0,2)", {"P1", "P2"}),
		("contains(progress,'50%')", {"P2"}),
		("startswith(progress,'Aunt')", {"P1", "P2"}),
		("endswith(progress,'_')", {"P3"}),
		("not (status eq 'Prioritised') or times_moved eq 0", {"P1", "P3"}),
		("creation gt 2026-11-23T09:59:00Z", {"P1", "P2", "P3"}),
		("predicted_start ne 2026-05-01", {"P2", "P3"}),
		("not (predicted_start eq 2026-05-01)", {"P2", "P3"}),
		("not (predicted_start gt 2026-06-01)", {"P1", "P3"}),
		("not (predicted_start in (2026-05-01,2026-07-01))", {"P3"}),
		("predicted_start in (null,2026-07-01)", {"P2", "P3"}),
		("not (predicted_start eq null)", {"P1", "P2"}),
		("predicted_start lt null", set()),
		("not contains(for_panel_reason,'court')", {"P1", "P2", "P3"}),
		("not (not (predicted_start ne 2026-05-01 and times_moved lt 5))", {"P2"}),
		("not (predicted_start eq 2026-05-01 or status eq 'Achieved')", {"P2"}),
	],
)
def test_a_filter_means_what_it_says(text: str, expected: set[str], ask: Any, world: World) -> None:
	plans: dict[str, dict[str, Any]] = {
		"P1": {
			"status": "Prioritised",
			"predicted_start": "2026-05-01",
			"progress": "Aunt visited",
			"times_moved": 0,
		},
		"P2": {
			"status": "Prioritised",
			"predicted_start": "2026-07-01",
			"progress": "Aunt 50% sure",
			"times_moved": 2,
		},
		"P3": {"status": "Achieved", "predicted_start": None, "progress": "Done_", "times_moved": 5},
	}
	for name, values in plans.items():
		put("Permanence Plan", name=f"TEST-{name}", child=world.anna, locality=NORTH, **values)
	found = {
		name[5:]
		for name in names(ask(world.coordinator, "PermanencePlan", filter=text))
		if name[:6] == "TEST-P"
	}
	assert found == expected


@pytest.mark.parametrize(
	("path", "options", "status"),
	[
		("PermanencePlan", {"filter": "status eq"}, 400),
		("PermanencePlan", {"filter": "no_such eq 1"}, 400),
		("PermanencePlan", {"filter": "name eq 'x') or (1 eq 1"}, 400),
		("PermanencePlan", {"filter": "status eq 'x' and " * 500 + "status eq 'x'"}, 400),
		("PermanencePlan", {"filter": "length(status) eq 3"}, 400),
		("PermanencePlan", {"select": "no_such"}, 400),
		("PermanencePlan", {"orderby": "no_such"}, 400),
		("PermanencePlan", {"orderby": "status sideways"}, 400),
		("PermanencePlan", {"orderby": "status", "skiptoken": "x"}, 400),
		("PermanencePlan", {"top": "-1"}, 400),
		("PermanencePlan", {"top": "9" * 40}, 400),
		("PermanencePlan", {"skip": "many"}, 400),
		("PermanencePlan", {"expand": "child"}, 501),
		("PermanencePlan", {"apply": "aggregate($count as n)"}, 501),
		("Nothing", {}, 404),
		("ReportNothing", {}, 404),
		("../../api/method/ping", {}, 404),
	],
)
def test_nonsense_is_answered_in_words(path: str, options: Any, status: int, ask: Any, world: World) -> None:
	response = ask(world.manager, path, **options)
	assert response.status_code == status
	assert complaint(response)
	assert MARK_OF_HIDDEN not in response.get_data(as_text=True)


def test_values_are_values_and_no_sql(ask: Any, world: World) -> None:
	assert names(ask(world.manager, "PermanencePlan", filter="status eq ''' or 1=1 -- '")) == []
	assert names(ask(world.manager, "Child", skiptoken="' or ''='")) == names_after(
		world.manager, "' or ''='"
	)


def names_after(user: str, key: str) -> list[str]:
	frappe.set_user(user)
	return frappe.get_list("Child", {"name": [">", key]}, pluck="name", order_by="name", limit_page_length=0)


def test_other_pages_are_none_of_its_business_not_even_without_a_request() -> None:
	assert not getattr(frappe.local, "request", None)
	assert not FeedPage("printview", 200).can_render()
	assert not FeedPage("odata/v40", 200).can_render()
	assert FeedPage("odata/v4", 200).can_render()


def test_nothing_can_be_written(ask: Any, world: World) -> None:
	for method in ("POST", "PUT", "PATCH", "DELETE"):
		assert ask(world.manager, "Child", method=method).status_code == 405


def test_the_metadata_types_what_is_sent(ask: Any, world: World) -> None:
	response = ask(world.manager, "$metadata")
	assert response.content_type.startswith("application/xml")
	text = response.get_data(as_text=True)
	assert '<EntitySet Name="Child" EntityType="PPOC.Child"' in text
	assert '<Property Name="predicted_start" Type="Edm.Date"' in text
	row = body(ask(world.manager, "Child", filter=f"name eq '{world.anna}'"))["value"][0]
	assert row["restricted"] is False
	assert row["creation"].startswith("2026-11-23T")
	assert row["creation"][-6] in "+-"


HOSTILE = 'a "b" \\ c/\n\t\r\x01\x1f },{"name":"TEST-X" \u2028 \U0001f46a é %s %(param1)s \''
MOMENTS = (
	"2026-01-05 09:30:00", "2026-07-05 09:30:00.123456", "2026-03-29 00:59:59.999999", "2026-03-29 02:00:00",
	"2026-10-25 00:59:59", "2026-10-25 01:30:00", "2026-10-25 02:00:00", "1991-07-01 12:00:00", "2044-07-01 12:00:00",
	"2024-02-29 23:59:59.5",
)  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"orderby": "modified"}, {"skip": "0", "top": "50"}, {"skip": "1"}])
@pytest.mark.parametrize("part", [2**23, 40])
def test_what_is_sent_is_what_is_kept(
	options: Any, part: int, ask: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(streaming_database, "PART_BYTES", part)
	frappe.db.set_single_value("System Settings", "time_zone", "Europe/London")
	for number, moment in enumerate(MOMENTS):
		values = {"title": HOSTILE if number % 2 else f"Meeting {number}", "locality": NORTH}
		put(
			"Meeting", name=f"TEST-{number}", **values, closed_on=moment, start_time="09:05:00",
			meeting_date=None if number % 3 else "2026-11-23", duration_minutes=number,
		)  # fmt: skip
	response = ask(world.coordinator, "Meeting", filter="startswith(name,'TEST-')", **options)
	assert response.is_streamed == (part == 40)
	answer = body(response)["value"]
	rows = {row["name"]: row for row in answer}
	assert len(rows) == len(answer) == len(MOMENTS) - int(options.get("skip", 0))
	for name, row in rows.items():
		kept = frappe.db.get_value("Meeting", name, "*", as_dict=True)
		closed = datetime.fromisoformat(row["closed_on"])
		told = kept.closed_on.replace(tzinfo=ZoneInfo("Europe/London"))
		assert (closed.replace(tzinfo=None), closed.utcoffset()) == (kept.closed_on, told.utcoffset()), name
		assert (row["title"], row["duration_minutes"]) == (kept.title, kept.duration_minutes)
		assert row["meeting_date"] == (kept.meeting_date and kept.meeting_date.isoformat())
		assert time.fromisoformat(row["start_time"]) == time(9, 5)
		assert row["forum"] is None


PYTHON_OF: dict[str, Any] = {
	"Edm.Boolean": bool, "Edm.Int64": int, "Edm.Double": (int, float), "Edm.String": str,
	"Edm.Date": date.fromisoformat, "Edm.TimeOfDay": time.fromisoformat, "Edm.DateTimeOffset": datetime.fromisoformat,
}  # fmt: skip


def test_every_value_is_of_the_type_that_the_metadata_promise(ask: Any, world: World) -> None:
	frappe.set_user(world.manager)
	seen = set()
	for found in (*records_database.entity_sets().values(), *reports_database.entity_sets().values()):
		for row in body(ask(world.manager, found.name, top="20"))["value"]:
			assert set(row) == set(found.types)
			for name, value in row.items():
				wanted = PYTHON_OF[found.types[name]]
				if value is not None:
					seen.add(found.types[name])
					fits = isinstance(value, wanted) if isinstance(wanted, (type, tuple)) else wanted(value)
					assert fits or fits == time(0), (found.name, name, value)
	assert {"Edm.Boolean", "Edm.Int64", "Edm.String", "Edm.Date", "Edm.DateTimeOffset"} <= seen


def test_a_report_is_that_of_the_reader(ask: Any, world: World) -> None:
	frappe.db.sql("update `tabPermanence Plan` set status = 'Prioritised', rag = 'Red'")
	for user in (world.manager_south, world.coordinator):
		answer = ask(user, "ReportRag", count="true")
		assert (MARK_OF_HIDDEN in answer.get_data(as_text=True)) == (user == world.manager_south)
	rows = body(
		ask(world.coordinator, "ReportRag", filter="rag eq 'Red'", select="child,rag", orderby="child")
	)["value"]
	assert rows == [{"row": rows[0]["row"], "child": world.anna, "rag": "Red"}]
	assert body(ask(world.coordinator, "ReportRag", given={"locality": SOUTH}))["value"] == []


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("predicted_start ne 2026-05-01", {"P2", "P3"}),
		("not (predicted_start eq 2026-05-01)", {"P2", "P3"}),
		("not (predicted_start gt 2026-06-01)", {"P1", "P3"}),
		("predicted_start in (null,2026-07-01)", {"P2", "P3"}),
		("predicted_start lt null", set()),
		("for_panel eq false", {"P1", "P3"}),
		("not contains(barrier,'court')", {"P1", "P2", "P3"}),
	],
)
def test_a_filter_means_the_same_on_a_report(text: str, expected: set[str]) -> None:
	rows: dict[str, dict[str, Any]] = {
		"P1": {"predicted_start": date(2026, 5, 1), "for_panel": 0, "barrier": "school"},
		"P2": {"predicted_start": date(2026, 7, 1), "for_panel": 1, "barrier": ""},
		"P3": {"predicted_start": None, "for_panel": None, "barrier": None},
	}
	types = {"predicted_start": "Edm.Date", "for_panel": "Edm.Boolean", "barrier": "Edm.String"}
	assert {name for name, row in rows.items() if holds(tree_of(text), row, types)} == expected


def test_every_report_open_to_the_reader_is_in_the_feed_and_answers(ask: Any, world: World) -> None:
	frappe.set_user(world.manager)
	sets = reports_database.entity_sets()
	listed = {one["name"] for one in body(ask(world.manager))["value"]}
	assert set(sets) <= listed
	assert {"ReportAllData", "ReportActions", "ReportCapacity"} <= listed
	for name in sets:
		assert isinstance(body(ask(world.manager, name, top="3"))["value"], list), name


def test_a_report_comes_in_pages_too(ask: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(reports_database, "PAGE_ROWS", 2)
	for number in range(5):
		put("Child", name=f"TEST-{number}", full_name=f"Nora {number}", locality=NORTH, on_full_care_order=1)
	first = body(ask(world.coordinator, "ReportAllData", select="child", count="true"))
	token = parse_qs(urlsplit(first["@odata.nextLink"]).query)["$skiptoken"][0]
	second = body(ask(world.coordinator, "ReportAllData", select="child", skiptoken=token))
	read = [row["child"] for row in (*first["value"], *second["value"])]
	assert (len(read), len(set(read)), first["@odata.count"]) == (4, 4, 5)


def test_who_read_what_is_logged_once_a_reading(ask: Any, world: World) -> None:
	before = frappe.db.count("Access Log")
	ask(world.coordinator, "Child", skiptoken="A")
	assert frappe.db.count("Access Log") == before
	ask(world.coordinator, "Child", select="name")
	log = frappe.get_last_doc("Access Log")
	assert (log.user, log.export_from, log.method) == (world.coordinator, "Child", "OData")

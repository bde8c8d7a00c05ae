"""Which names a request and its answer hold: nothing is missed, and nobody's password is kept."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.access.audit.reading import asked, door, from_series, words_in, words_in_parts

pytestmark = pytest.mark.requirement("X4.2")

JSON, HTML = "application/json", "text/html; charset=utf-8"


def test_names_are_found_in_json_as_values_and_inside_texts_but_not_as_keys() -> None:
	body = b'{"message":{"keys":["name"],"values":[["CH-00012","a1b2c3d4e5"]],"html":"<a>CH-00013</a>","CHILD":1}}'
	assert words_in(body, JSON) == {"CH-00012", "a1b2c3d4e5", "CH-00013"}


def test_dates_and_names_of_fields_are_no_names_of_records() -> None:
	assert words_in(b'["2026-03-02", "full_name", "CH-00012"]', JSON) == {"CH-00012"}


def test_names_are_found_in_pages_and_exports() -> None:
	assert words_in(b"<td>CH-00012</td>", HTML) == {"CH-00012"}
	assert words_in(b'"CH-00012","Anna"\r\n', "application/octet-stream") == {"CH-00012"}
	book, out = openpyxl.Workbook(), io.BytesIO()
	book.active.append(["CH-00012", "Anna"])
	book.save(out)
	assert "CH-00012" in words_in(out.getvalue(), "application/octet-stream")


def test_a_pdf_and_a_broken_archive_tell_nothing() -> None:
	assert words_in(b"%PDF-1.7 CH-00012", "application/pdf") == set()
	assert words_in(b"%PDF-1.7 CH-00012", "application/octet-stream") == set()
	assert words_in(b"PK\x03\x04 CH-00012", "application/octet-stream") == set()


@given(st.integers(1, 60), st.integers(1, 40))
def test_a_name_that_is_cut_in_two_by_the_parts_of_an_answer_is_found(before: int, size: int) -> None:
	body = b"x" * before + b' {"child":"CH-00012"} ' + b"y" * 150
	parts = [body[start : start + size] for start in range(0, len(body), size)]
	found: set[str] = set()
	assert b"".join(words_in_parts(parts, JSON, found.update)) == body
	assert "CH-00012" in found


def test_a_part_is_on_record_before_it_leaves() -> None:
	found: list[set[str]] = []
	parts = words_in_parts([b'"CH-00001"', b'"CH-00002"'], JSON, found.append)
	assert next(parts) == b'"CH-00001"'
	assert found == [{"CH-00001"}]


@pytest.mark.parametrize(
	("path", "form", "expected"),
	[
		("/api/resource/Child/CH-00012", {}, ("Child", "CH-00012")),
		("/api/v2/document/Permanence%20Plan/PL-00001/", {}, ("Permanence Plan", "PL-00001")),
		("/api/method/frappe.client.get", {"doctype": "Child", "name": "CH-00012"}, ("Child", "CH-00012")),
		("/api/method/x", {"doctype": "Child", "filters": "{}"}, ("Child", "")),
		("/api/method/ppoc.x", {"child": "CH-00012"}, ("Child", "CH-00012")),
		("/api/method/x", {"doctype": '["Child"]', "name": "x" * 500}, ("", "")),
		("/", {}, ("", "")),
	],
)
def test_the_record_that_was_asked_for(path: str, form: dict[str, str], expected: tuple[str, str]) -> None:
	found = asked(path, form)
	assert (found.record_type, found.record) == expected


def test_filters_name_records_and_passwords_do_not() -> None:
	form = {
		"filters": '{"name":"CH-00012"}',
		"pwd": "CH-99999",
		"new_password": "CH-99998",
		"api_secret": "CH-99997",
	}
	assert asked("/api/method/login", form).words == ("CH-00012",)
	assert from_series({"hunter22", "CH-00012", "correct-horse"}) == {"CH-00012"}


@pytest.mark.parametrize(
	("command", "path", "form", "word"),
	[
		("frappe.desk.form.load.getdoc", "/api/method/frappe.desk.form.load.getdoc", {}, "Form"),
		("frappe.desk.reportview.get", "", {}, "List"),
		("frappe.desk.reportview.get", "", {"view": "Report"}, "Report"),
		("frappe.desk.reportview.export_query", "", {"view": "Report"}, "Export"),
		("ppoc.meetings.api.meeting_screen_data", "", {}, "Meeting"),
		("ppoc.reporting.tracker_grid.api.open_sheet", "", {}, "List"),
		("", "/odata/v4/Child", {}, "Feed"),
		("", "/api/v2/document/Child", {}, "REST"),
		("", "/private/files/a.txt", {}, "File"),
		("another.app.method", "/api/method/another.app.method", {}, "Other"),
	],
)
def test_the_door_in_a_word(command: str, path: str, form: dict[str, str], word: str) -> None:
	assert door(command, path, form) == word

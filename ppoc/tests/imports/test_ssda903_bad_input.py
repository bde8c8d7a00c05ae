"""Children without a usable timeline are refused completely; everything else loads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.ssda903.load import read_return
from ppoc.imports.ssda903.synthetic import FAULTS, make_return
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.tests.imports.ssda903_factories import (
	TODAY,
	adoption,
	allocation,
	episode,
	findings_of,
	header,
	permanence,
	read,
	review,
	uploads,
)

pytestmark = pytest.mark.requirement("X2.1")


def refusal(**tables: Any) -> Finding:
	"""Returns the first refusal of the only child in the rows; that child must not load."""
	loaded = read(**tables)
	assert loaded.children == ()
	assert loaded.counts.refused == 1
	finding = loaded.findings[0]
	assert finding.severity is Severity.REFUSED
	assert finding.remedy
	assert finding.child == "0001"
	return finding


@pytest.mark.parametrize(
	("written", "said"),
	[
		("31/02/2024", "a day that does not exist"),
		("29/02/2023", "a day that does not exist"),
		("12/13/2024", "a day that does not exist"),
		("01/06/0024", "impossible: the year is 24"),
		("01/06/2204", "impossible: the year is 2204"),
		("2024-06-31", "a day that does not exist"),
		("2024-06-01T23:00:00Z", "cannot be read as a date"),
		("June 2024", "cannot be read as a date"),
		("ZZ/06/2024", "cannot be read as a date"),
		("", "DECOM is blank"),
	],
)
def test_impossible_start_refuses_the_child_with_file_line_and_column(written: str, said: str):
	finding = refusal(
		episodes=[episode("01/02/2024", "01/06/2024", "X1"), episode(written, RNE="L", LS="C1")]
	)
	assert (finding.file, finding.line, finding.column) == ("episodes.csv", 3, "DECOM")
	assert said in finding.message


@pytest.mark.parametrize(
	("tables", "file", "column"),
	[
		({"headers": [header(DOB="31/04/2014")]}, "header.csv", "DOB"),
		({"headers": [header(MC_DOB="soon")]}, "header.csv", "MC_DOB"),
		({"reviews": [review("01/07/2025", DOB="32/05/2014")]}, "reviews.csv", "DOB"),
		({"reviews": [review("00/07/2025")]}, "reviews.csv", "REVIEW"),
		({"reviews": [review("")]}, "reviews.csv", "REVIEW"),
		({"adoptions": [adoption("July 2025")]}, "placed_for_adoption.csv", "DATE_PLACED"),
		({"previous": [permanence("P2", DATE_PERM="zz/13/2020")]}, "previous_permanence.csv", "DATE_PERM"),
		({"previous": [permanence("P2", DATE_PERM="about 2020")]}, "previous_permanence.csv", "DATE_PERM"),
	],
)
def test_unreadable_date_outside_episodes_costs_its_value_or_row_only(
	tables: dict[str, Any], file: str, column: str
):
	loaded = read(**tables)
	assert [len(child.episodes) for child in loaded.children] == [1]
	(found,) = [
		one for one in loaded.findings if one.child and one.column == column and "left out" in one.message
	]
	assert (found.severity, found.file, found.line) == (Severity.WARNING, file, 2)
	assert column not in ("REVIEW", "DATE_PLACED") or loaded.children[0].row_events == ()


def test_unreadable_end_of_an_episode_refuses_the_child():
	assert refusal(episodes=[episode("01/06/2025", "32/06/2025", "E8")]).column == "DEC"


def test_episode_that_ends_before_it_starts_is_refused():
	finding = refusal(episodes=[episode("01/06/2025", "31/05/2025", "E8")])
	assert (finding.line, finding.column, finding.rule) == (2, "DEC", "SSDA903 rule 356")
	assert "31 May 2025" in finding.message
	assert "1 June 2025" in finding.message


def test_adoption_decision_reversed_before_it_was_made_costs_itself_only():
	spoilt = adoption("01/07/2025", DATE_PLACED_CEASED="01/06/2025", REASON_PLACED_CEASED="RD1")
	loaded = read(adoptions=[spoilt, adoption("01/09/2025")])
	(child,) = loaded.children
	assert (len(child.episodes), [event.date.month for event in child.row_events]) == (1, [9])
	assert [one.column for one in loaded.findings if "left out" in one.message] == ["DATE_PLACED_CEASED"]


def test_two_decisions_of_one_day_count_as_one_whatever_the_order_of_the_rows():
	rows = [
		adoption("01/07/2025"),
		adoption("01/07/2025", DATE_PLACED_CEASED="01/09/2025", REASON_PLACED_CEASED="RD1"),
	]
	one, other = (read(adoptions=order).children[0].row_events for order in (rows, rows[::-1]))
	assert one == other
	assert [event.date.month for event in one] == [7, 9]


def test_two_different_episodes_of_one_start_are_refused():
	finding = refusal(
		episodes=[episode("01/06/2025"), episode("01/06/2025", PLACE="K2", PLACE_PROVIDER="PR4")]
	)
	assert (finding.line, finding.column) == (3, "DECOM")
	assert "line 2" in finding.message


def test_episode_within_another_is_refused():
	within = [episode("01/06/2025", "01/12/2025", "E8"), episode("01/07/2025", "01/08/2025", "E8")]
	finding = refusal(episodes=within)
	assert (finding.line, finding.column) == (3, "DECOM")
	assert "line 2" in finding.message


def test_closed_episode_after_one_left_open_is_refused():
	spoilt = [episode("01/06/2025"), episode("01/07/2025", "01/08/2025", "E4A", RNE="L", LS="C1")]
	assert "has no end" in refusal(episodes=spoilt).message


def test_episode_within_an_earlier_but_not_the_last_one_is_refused():
	spoilt = [
		episode("01/01/2025", "01/12/2025", "X1"),
		episode("01/02/2025", "01/12/2025", "X1", RNE="L", LS="C1"),
		episode("01/03/2025", "01/04/2025", "E8", RNE="P"),
	]
	assert refusal(episodes=spoilt).line == 4


def test_start_before_birth_is_refused():
	finding = refusal(headers=[header(DOB="02/06/2025")])
	assert "born" in finding.message
	assert "2 June 2025, line 2 of header.csv" in finding.message


@pytest.mark.parametrize(
	("tables", "column"),
	[
		({"headers": [header(DOB="01/12/2026")], "episodes": []}, "DOB"),
		({"episodes": [episode("01/06/2025", "01/12/2026", "E2")]}, "DEC"),
	],
)
def test_birth_and_death_in_the_future_are_refused(tables: dict[str, object], column: str):
	assert refusal(**tables).column == column


def test_child_that_is_not_in_the_header_is_refused():
	loaded = read(episodes=[episode("01/06/2025"), episode("01/06/2025", CHILD="0002")])
	(finding,) = (finding for finding in loaded.findings if finding.child == "0002")
	assert (finding.severity, finding.line, finding.column) == (Severity.REFUSED, 3, "CHILD")
	assert loaded.refused == {"0002"}
	assert [child.child_id for child in loaded.children] == ["0001"]


def test_child_twice_in_the_header_with_different_content_is_refused():
	finding = refusal(headers=[header(), header(SEX="M")])
	assert (finding.line, finding.column) == (3, "CHILD")
	assert "line 2" in finding.message


def test_child_twice_in_the_header_with_the_same_content_is_a_warning():
	(finding,) = findings_of(Severity.WARNING, headers=[header(), header()])
	assert (finding.line, finding.column) == (3, "CHILD")


def test_repeated_episode_is_read_once_with_a_warning():
	loaded = read(episodes=[episode("01/06/2025"), episode("01/06/2025")])
	assert len(loaded.children[0].episodes) == 1
	assert loaded.counts.with_warnings == 1
	assert "same as line 2" in loaded.findings[0].message


@pytest.mark.parametrize("child", ["", "a\x07b", "<b>", "x" * 101])
def test_row_without_a_proper_child_id_is_refused(child: str):
	loaded = read(headers=[header(), header(CHILD=child)])
	(finding,) = (finding for finding in loaded.findings if finding.severity is Severity.REFUSED)
	assert (finding.file, finding.line, finding.column, finding.child) == ("header.csv", 3, "CHILD", "")
	assert len(loaded.children) == 1


def test_a_refused_child_takes_no_other_with_it():
	loaded = read(
		headers=[header(), header(CHILD="0002", UPN="UN1")],
		episodes=[episode("bad"), episode("01/06/2025", CHILD="0002")],
		previous=[permanence("Z1"), permanence("Z1", CHILD="0002")],
	)
	assert [child.child_id for child in loaded.children] == ["0002"]
	assert (loaded.counts.clean, loaded.counts.with_warnings, loaded.counts.refused) == (1, 0, 1)


def test_formulas_are_kept_as_text_and_do_no_harm():
	formula = '=HYPERLINK("http://x.invalid")'.upper()
	child = read(headers=[header(ETHNIC=formula)]).children[0]
	assert child.ethnicity == formula


def test_lower_case_and_spaces_are_tidied_but_ids_keep_their_zeros():
	loaded = read(
		headers=[header(CHILD=" 007a ", ETHNIC="wbri")],
		episodes=[episode("1/6/2025", CHILD="007A", LS="c2")],
		previous=[permanence("z1", CHILD="007a")],
	)
	(child,) = loaded.children
	assert (child.child_id, child.ethnicity, child.episodes[0].legal_status) == ("007A", "WBRI", "C2")
	assert loaded.counts.clean == 1


LONG = "9" * 141


@pytest.mark.parametrize(
	("tables", "column", "loads"),
	[
		({"episodes": [episode("01/06/2025", URN=LONG)]}, "URN", True),
		({"episodes": [episode("01/06/2025", LS="C2", HOME_POST="9" * 200_000)]}, "HOME_POST", True),
		({"headers": [header(ETHNIC=LONG)]}, "ETHNIC", True),
		({"reviews": [review("01/07/2025", REVIEW_CODE="ß" * 71)]}, "REVIEW_CODE", True),
		({"reviews": [review(LONG)]}, "REVIEW", True),
		({"social_workers": [allocation("01/07/2025", SW_ID=LONG)]}, "SW_ID", True),
		({"episodes": [episode(LONG)]}, "DECOM", False),
	],
)
def test_a_value_that_is_too_long_costs_itself_or_its_row_and_not_the_file(
	tables: dict[str, Any], column: str, loads: bool
):
	loaded = read(**tables)
	told = [finding for finding in loaded.findings if finding.column == column and finding.line == 2]
	assert told
	assert all(finding.child == "0001" and len(finding.message) < 300 for finding in told)
	assert (len(loaded.children), loaded.counts.refused) == ((1, 0) if loads else (0, 1))


def test_an_id_that_is_too_long_costs_its_row():
	loaded = read(headers=[header(), header(CHILD=LONG)])
	assert [child.child_id for child in loaded.children] == ["0001"]
	assert any("too long" in finding.message for finding in loaded.findings)


def test_rows_that_have_got_into_a_value_refuse_the_file():
	texts = {upload.name: upload.source.decode() for upload in uploads()}
	rows = "\n".join(f"000{n},F,03/05/2014,WBRI,UN1,," for n in range(2, 9))
	texts["header.csv"] = texts["header.csv"].replace("WBRI", '"WBRI,UN1,,\n' + rows + '"', 1)
	with pytest.raises(ImportRefused, match="other rows seem to have got into it"):
		read([UploadedFile(name, text.encode()) for name, text in texts.items()])


@pytest.mark.parametrize("fault", list(FAULTS))
def test_each_fault_of_a_synthetic_return_touches_one_child_only(fault: str):
	texts = make_return(30, 5, 2026, faults=[fault])
	loaded = read_return([UploadedFile(name, text.encode()) for name, text in texts.items()], TODAY)
	refused = list(FAULTS).index(fault) <= list(FAULTS).index("header twice")
	expected = (29, 0, 1) if refused else (29, 1, 0)
	assert (loaded.counts.clean, loaded.counts.with_warnings, loaded.counts.refused) == expected
	severity = Severity.REFUSED if refused else Severity.WARNING
	assert {finding.severity for finding in loaded.findings if finding.child} <= {severity, Severity.WARNING}


def test_many_faults_of_one_kind_are_counted_in_full_and_listed_in_part():
	texts = make_return(60, 5, 2026)
	texts["header.csv"] = texts["header.csv"].replace(",WBRI,", ",XXXX,")
	files = [UploadedFile(name, text.encode()) for name, text in texts.items()]
	loaded = read_return(files, TODAY, limits=Limits(listed_per_fault=5))
	listed = [finding for finding in loaded.findings if finding.rule == "SSDA903 rule 103"]
	spoilt = texts["header.csv"].count("XXXX")
	assert len(listed) == 6
	assert f"{spoilt - 5:,} more errors of this kind" in "".join(finding.message for finding in listed)
	assert loaded.counts.with_warnings == spoilt


def test_year_is_told_from_the_latest_date_or_taken_as_given():
	assert read().year == 2026
	assert read(episodes=[episode("31/03/2025")]).year == 2025
	assert read(episodes=[episode("01/04/2025")]).year == 2026
	assert read_return(uploads(), TODAY, year=2027).year == 2027


def test_future_date_does_not_set_the_year():
	assert read(reviews=[review("01/10/2027")]).year == 2026
	assert read(reviews=[review("01/10/2027")]).covers[1] == date(2026, 3, 31)

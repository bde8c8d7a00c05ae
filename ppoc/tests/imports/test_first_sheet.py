"""What an authority pastes into the setup wizard, line by line."""

from __future__ import annotations

from contextlib import suppress

import pytest

from ppoc.imports.first_sheet import MOST_LINES, Person, SheetError, read_sheet

JOBS = ("Team Manager", "Team Coordinator", "Social Worker", "Other")
SHEET = "\n".join(
	[
		"Locality\tTeam\tName\tEmail\tJob",
		"Ashmere\tAshmere North\tHester Osgood\tHester.Osgood@example.org\tTeam Manager",
		"Ashmere\tAshmere North\tPerwyn Ulveth\t\tsocial worker",
		"",
		"Ashmere\tAshmere South",
		"Brackenford",
	]
)


def test_a_pasted_sheet_names_each_place_once_and_everybody_in_it():
	sheet = read_sheet(SHEET, JOBS)
	assert sheet.localities == ("Ashmere", "Brackenford")
	assert sheet.teams == {"Ashmere North": "Ashmere", "Ashmere South": "Ashmere"}
	assert sheet.people == (
		Person("Hester Osgood", "Ashmere", "Ashmere North", "hester.osgood@example.org", "Team Manager"),
		Person("Perwyn Ulveth", "Ashmere", "Ashmere North", "", "Social Worker"),
	)


def test_commas_and_quotes_do_as_well_as_a_spreadsheets_tabs():
	sheet = read_sheet('Ashmere, "North, and the river", Hester Osgood\r\nBrackenford\r', JOBS)
	assert sheet.teams == {"North, and the river": "Ashmere"}
	assert sheet.localities == ("Ashmere", "Brackenford")
	assert sheet.people[0].name == "Hester Osgood"


def test_spaces_and_lines_that_come_twice_make_nothing_twice():
	sheet = read_sheet("  Ashmere \tNorth \tHester  Osgood\nAshmere\tNorth\tHester Osgood\n", JOBS)
	assert (sheet.localities, list(sheet.teams), len(sheet.people)) == (("Ashmere",), ["North"], 1)


@pytest.mark.parametrize(
	("text", "said"),
	[
		("\tNorth", "Line 1: enter the locality in the first column."),
		("Ashmere\tNorth\nBrackenford\tNorth", "Line 2: the team North is in Ashmere on line 1"),
		("Ashmere\tNorth\t\tx@example.org", "Line 1: enter the person's name."),
		("Ashmere\tNorth\tHester\tat home", "Line 1: at home is not an email address."),
		("Ashmere\tNorth\tHester\t\tPilot", "Line 1: Pilot is not one of the jobs: Team Manager, "),
		(
			"Ashmere\tNorth\tHester\t\tOther\tmore",
			"Line 1 has 6 columns. Use: Locality, Team, Name, Email, Job.",
		),
		("Ashmere\t" + "N" * 141, "is longer than 140 characters."),
		(
			"A\n" * MOST_LINES + "A",
			f"The sheet has {MOST_LINES + 1} lines; {MOST_LINES} can be read at once.",
		),
		(
			"Ashmere\tNorth\tHester\t\tTeam Manager\nAshmere\tNorth\tIda\t\tTeam Manager",
			"Hester and Ida are both Team Manager of North.",
		),
	],
	ids=[
		*(
			"no locality",
			"a team in two",
			"nobody's email",
			"no email",
			"no job",
			"too wide",
			"too long",
			"too many",
		),
		"two managers",
	],
)
def test_a_line_that_cannot_be_used_is_named_with_the_remedy(text: str, said: str):
	with pytest.raises(SheetError, match=r"(?s).*") as caught:
		read_sheet(text, JOBS)
	assert said in str(caught.value)


@pytest.mark.parametrize(
	"text", ["", "\n\n", "Locality\tTeam", "'\"", '"Ashmere', "\x00", "\t\t\t", "é\u202e\t<b>"]
)
def test_anything_else_is_read_or_refused_in_words(text: str):
	with suppress(SheetError):
		read_sheet(text, JOBS)

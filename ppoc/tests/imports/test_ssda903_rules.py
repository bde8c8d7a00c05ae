"""Each statutory rule, with rows that break it and rows that only just keep it."""

from __future__ import annotations

import pytest

from ppoc.imports.findings import Severity
from ppoc.imports.ssda903.rules import RULES
from ppoc.tests.imports.ssda903_factories import (
	absence,
	adopted,
	adoption,
	allocation,
	episode,
	findings_of,
	header,
	liberty,
	permanence,
	review,
	rules_broken,
	unaccompanied,
)

pytestmark = pytest.mark.requirement("X2.1")

Tables = dict[str, object]


def spell(**values: str) -> Tables:
	"""Returns one open episode in the year, with the given values."""
	return {"episodes": [episode("01/06/2025", **values)]}


def then(first: dict[str, str], second: dict[str, str]) -> Tables:
	"""Returns two episodes: from June to September 2025, and from then on."""
	return {
		"episodes": [
			episode("01/06/2025", "01/09/2025", "X1") | first,
			episode("01/09/2025", RNE="P") | second,
		]
	}


OLD: Tables = {"headers": [header(DOB="03/05/2007")], "reviews": [], "previous": [permanence("Z1")]}
"""A child who turned 18 on 3 May 2025, and 16 two years before."""

IN_2023_24 = OLD | {"reviews": [review(day) for day in ("01/06/2023", "01/11/2023", "01/02/2024")]}
IN_2025_26 = OLD | {"reviews": [review(day) for day in ("01/06/2025", "01/11/2025", "01/02/2026")]}
"""The same child in two returns; the reviews say in which."""

LONG_AGO: Tables = {"headers": [header(DOB="03/05/1998")], "reviews": [], "previous": []}
"""A young person whose whole history came with a return."""

REVERSED = adoption("01/07/2025", DATE_PLACED_CEASED="01/09/2025")

BREACHES: list[tuple[str, Tables]] = [
	("101", {"headers": [header(SEX="3")]}),
	("101", {"headers": [header(SEX="")]}),
	("102", {"headers": [header(DOB="")]}),
	("103", {"headers": [header(ETHNIC="CNHE")]}),
	("168", {"headers": [header(UPN="I123456789012")]}),
	("168", {"headers": [header(UPN="UN6")]}),
	("168", {"headers": [header(UPN="")]}),
	("143", spell(RNE="X")),
	("144", spell(LS="C9")),
	("144", spell(LS="")),
	("144", spell(LS="D1")),
	("145", spell(CIN="N9")),
	("146", spell(PLACE="X9")),
	("146", spell(PLACE="P2")),
	("146", IN_2023_24 | {"episodes": [episode("01/06/2022", PLACE="P2")]}),
	("146", IN_2023_24 | {"episodes": [episode("01/06/2022", "29/10/2023", "E8", PLACE="P2")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/06/2022", PLACE="H5", URN="SC400001")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/06/2022", "01/04/2024", "X1", PLACE="H5")]}),
	("146", IN_2023_24 | {"episodes": [episode("28/10/2023", PLACE="K3")]}),
	("146", spell(PLACE="Z1", PLACE_PROVIDER="")),
	("146", spell(PLACE="Q1")),
	("144", LONG_AGO | {"episodes": [episode("30/11/2005", "31/03/2008", "E11", LS="E1")]}),
	("146", {"episodes": [episode("01/01/2024", "01/03/2025", "E8", PLACE="Z11", PLACE_PROVIDER="")]}),
	("149", {"episodes": [episode("01/06/2025", "01/09/2025", "E99")]}),
	("149", {"episodes": [episode("01/06/2025", "01/09/2025", "E43")]}),
	("178", spell(PLACE_PROVIDER="PR9")),
	("1009", then({"REASON_PLACE_CHANGE": "BORED"}, {})),
	("213", then({}, {"PLACE": "T4"})),
	("526", spell(PLACE_PROVIDER="")),
	("148", {"episodes": [episode("01/06/2025", "01/09/2025")]}),
	("148", {"episodes": [episode("01/06/2025", "", "E8")]}),
	("355", {"episodes": [episode("01/06/2025", "01/06/2025", "E8")]}),
	("353", {"headers": [header(DOB="01/01/1990")], "episodes": [episode("13/10/1991")]}),
	("357", spell(RNE="P")),
	("501", then({"DEC": "02/09/2025"}, {})),
	("501", then({"DEC": "", "REC": ""}, {})),
	("388", {"episodes": [episode("01/06/2025", "01/09/2025", "X1")]}),
	("388", then({"DEC": "31/08/2025"}, {})),
	("433", then({}, {"RNE": "S"})),
	("432", then({"REC": "E4A"}, {"RNE": "P"})),
	("380", spell(PLACE="T4", PLACE_PROVIDER="")),
	("380", {"episodes": [episode("29/03/2025", PLACE="T4", PLACE_PROVIDER="")]}),
	("381", then({}, {"PLACE": "T4", "PLACE_PROVIDER": "", "DEC": "05/09/2025", "REC": "E8"})),
	("504", then({}, {"CIN": "N5"})),
	("516", {"episodes": [episode("01/06/2025", "01/09/2025", "E45", PLACE="K2")]}),
	("407", OLD | {"episodes": [episode("01/01/2025", "03/05/2025", "E47", LS="C2")]}),
	("386", OLD | {"episodes": [episode("01/01/2025", "03/05/2025", "E11", LS="E1")]}),
	("378", spell(PLACE="P1", PLACE_PROVIDER="PR0")),
	("371", spell(PLACE="K3", PLACE_PROVIDER="PR4")),
	("371", OLD | {"episodes": [episode("02/05/2023", PLACE="K3")]}),
	("230", IN_2023_24 | {"episodes": [episode("01/06/2023", "01/02/2024", "E8", PLACE="H5")]}),
	("230", IN_2023_24 | {"episodes": [episode("01/06/2023", PLACE="H5", PL_POST="SW1A 1AA")]}),
	("167", {"reviews": [review("01/07/2025", REVIEW_CODE="PN8")]}),
	("440", {"reviews": [review("01/07/2025", REVIEW_CODE="PN0")]}),
	("441", {"headers": [header(DOB="02/07/2021")], "reviews": [review("01/07/2025", DOB="02/07/2021")]}),
	("631", {"previous": [permanence("P5", LA_PERM="999", DATE_PERM="01/01/2020")]}),
	("633", {"previous": [permanence("P2", LA_PERM="99", DATE_PERM="01/01/2020")]}),
	("630", {"previous": []}),
	("630", {"previous": [permanence("P2", LA_PERM="999")]}),
	("630", {"previous": [permanence("P2", DATE_PERM="01/01/2020")]}),
	("634", {"episodes": [episode("31/03/2016")]}),
	("INT11 to INT18", {"reviews": [review("01/07/2025", DOB="04/05/2014")]}),
	("444", {"headers": [header(), header(CHILD="0002")]}),
	("705", {"liberty": [liberty("01/06/2025"), liberty("01/09/2025", "01/10/2025")]}),
	("705", {"liberty": [liberty("01/06/2025", "02/09/2025"), liberty("01/09/2025", "01/10/2025")]}),
	("708", {"liberty": [liberty("02/05/2014", "01/09/2014")]}),
	(
		"710",
		spell(PLACE="P1", PLACE_PROVIDER="PR0", LS="C2") | {"liberty": [liberty("01/07/2025", "01/09/2025")]},
	),
	("710", spell(PLACE="K1") | {"liberty": [liberty("01/07/2025")]}),
	("565", {"missing": [absence("01/07/2025", MISSING="")]}),
	("565", {"missing": [absence("01/07/2025", MISSING="X")]}),
	("567", {"missing": [absence("01/07/2025", "01/06/2025")]}),
	("702", {"liberty": [liberty("01/07/2025", "01/06/2025")]}),
	("586", {"missing": [absence("01/07/2013", "02/07/2013")]}),
	("SW03", {"social_workers": [allocation("01/07/2025", SW_ID="")]}),
	("SW13", {"social_workers": [allocation("01/07/2025", SW_REASON="")]}),
	("SW13", {"social_workers": [allocation("01/07/2022", SW_REASON="LAZY")]}),
	("SW08", {"social_workers": [allocation("01/06/2025"), allocation("01/09/2025", SW_ID="SW2")]}),
	("304", {"unaccompanied_children": [unaccompanied("04/05/2032")]}),
	("333", {"adopted_children": [adopted("02/07/2025", "01/07/2025")]}),
]

KEPT: list[tuple[str, Tables]] = [
	(
		"380",
		{
			"episodes": [
				episode("29/03/2025", "02/04/2025", "X1", RNE="P", PLACE="T3", PLACE_PROVIDER=""),
				episode("02/04/2025", RNE="P"),
			]
		},
	),
	("101", {"headers": [header(SEX="1")]}),
	("101", {"headers": [header(SEX="U")]}),
	("168", {"headers": [header(UPN="A12345678901B")]}),
	("168", {"headers": [header(UPN="UN3")]}),
	("103", {"headers": [header(ETHNIC="CHNE")]}),
	("146", IN_2023_24 | {"episodes": [episode("01/06/2022", PLACE="H5", URN="SC400001")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/06/2022", "31/03/2024", "X1", PLACE="H5")]}),
	("146", IN_2023_24 | {"episodes": [episode("01/06/2023", "28/10/2023", "E8", PLACE="P2")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/06/2022", PLACE="K3")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/01/2024", PLACE="Z11", PLACE_PROVIDER="")]}),
	("146", IN_2025_26 | {"episodes": [episode("01/01/2024", PLACE="Z1", PLACE_PROVIDER="")]}),
	("146", LONG_AGO | {"episodes": [episode("01/06/2012", "31/03/2016", "E8", PLACE="Q2")]}),
	("146", LONG_AGO | {"episodes": [episode("01/06/2012", "31/03/2014", "E8", PLACE="M3")]}),
	("146", LONG_AGO | {"episodes": [episode("01/06/2004", "31/03/2012", "E8", PLACE="H5a")]}),
	("144", LONG_AGO | {"episodes": [episode("01/06/2004", "31/03/2008", "E8", LS="D1")]}),
	("144", LONG_AGO | {"episodes": [episode("01/12/2005", "31/03/2008", "E11", LS="E1")]}),
	("149", {"episodes": [episode("01/06/2017", "31/03/2018", "E43")]}),
	("149", {"episodes": [episode("01/06/2017", "01/04/2018", "E45")]}),
	("213", then({}, {"PLACE": "T4", "PLACE_PROVIDER": ""})),
	("355", {"episodes": [episode("01/06/2025", "02/06/2025", "E8")]}),
	("353", {"headers": [header(DOB="01/01/1990")], "episodes": [episode("14/10/1991")]}),
	("357", {"episodes": [episode("01/06/2024", RNE="P")], "reviews": [review("01/06/2025")]}),
	("501", then({}, {})),
	("388", then({}, {})),
	("432", then({"REC": "E4A"}, {"RNE": "S"})),
	("504", then({"REC": "E4A"}, {"RNE": "S", "CIN": "N5"})),
	("516", {"episodes": [episode("01/06/2025", "01/09/2025", "E47", PLACE="K2")]}),
	("407", OLD | {"episodes": [episode("01/01/2025", "02/05/2025", "E47", LS="C2")]}),
	("378", spell(PLACE="P1", PLACE_PROVIDER="PR0", LS="C2")),
	("371", OLD | {"episodes": [episode("01/06/2024", PLACE="K3")]}),
	("371", OLD | {"episodes": [episode("03/05/2023", PLACE="K3")]}),
	("230", IN_2023_24 | {"episodes": [episode("01/06/2023", "27/10/2023", "E8", PLACE="H5")]}),
	("230", IN_2023_24 | {"episodes": [episode("01/06/2023", PLACE="H5", PL_POST="CF10 1AA")]}),
	("230", IN_2023_24 | {"episodes": [episode("01/06/2023", PLACE="H5", PL_POST="G1 1AA")]}),
	("230", IN_2025_26 | {"episodes": [episode("01/06/2023", "01/02/2024", "E8", PLACE="H5")]}),
	("440", {"headers": [header(DOB="02/07/2021")], "reviews": [review("01/07/2025", REVIEW_CODE="PN0")]}),
	("441", {"headers": [header(DOB="01/07/2021")], "reviews": [review("01/07/2025")]}),
	("633", {"previous": [permanence("P2", LA_PERM="WAL", DATE_PERM="zz/zz/2020")]}),
	("630", {"previous": [permanence("P2", LA_PERM="999", DATE_PERM="zz/05/2020")]}),
	("630", {"previous": [], "episodes": [episode("31/03/2025", "30/06/2025", "E8")]}),
	("634", {"episodes": [episode("01/04/2016")]}),
	("444", {"headers": [header(UPN="UN1"), header(CHILD="0002", UPN="UN1")]}),
	("705", {"liberty": [liberty("01/06/2025", "01/09/2025"), liberty("01/09/2025", "01/10/2025")]}),
	("708", {"liberty": [liberty("03/05/2014", "01/09/2014")]}),
	("710", spell(PLACE="K2") | {"liberty": [liberty("01/07/2025", "01/09/2025")]}),
	("710", then({"PLACE": "K1"}, {"PLACE": "K2"}) | {"liberty": [liberty("02/09/2025", "01/10/2025")]}),
	("565", {"missing": [absence("01/07/2025", MISSING="a")]}),
	("SW13", {"social_workers": [allocation("31/03/2023", SW_REASON="")]}),
	("304", {"unaccompanied_children": [unaccompanied("03/05/2032")]}),
	("333", {"adopted_children": [adopted("01/07/2025", "01/07/2025")]}),
]


@pytest.mark.parametrize(
	("rule", "tables"), BREACHES, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(BREACHES)]
)
def test_breach_is_a_warning_with_its_rule_number(rule: str, tables: Tables):
	assert rule in {number.removeprefix("SSDA903 rules ") for number in rules_broken(**tables)}
	assert findings_of(Severity.REFUSED, **tables) == []


@pytest.mark.parametrize(("rule", "tables"), KEPT, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(KEPT)])
def test_rows_that_keep_a_rule_are_not_told(rule: str, tables: Tables):
	assert rule not in rules_broken(**tables)


def test_every_numbered_rule_has_a_breach_here():
	assert {rule.number for rule in RULES if rule.number} | {"444", "567", "702"} == {
		number for number, _ in BREACHES
	}


@pytest.mark.parametrize(
	("said", "tables"),
	[
		("MOTHER must be 0 or 1", {"headers": [header(MOTHER="2")]}),
		("younger than 26", {"headers": [header(DOB="31/03/2000")]}),
		("The child has no episode", {"episodes": []}),
		("REASON_PLACED_CEASED must be", {"adoptions": [REVERSED | {"REASON_PLACED_CEASED": "RD9"}]}),
		("must both be given", {"adoptions": [REVERSED]}),
		("another, different row", {"previous": [permanence("Z1"), permanence("P4", LA_PERM="999")]}),
	],
)
def test_breaches_without_a_statutory_number_are_told_too(said: str, tables: Tables):
	assert any(said in finding.message for finding in findings_of(Severity.WARNING, **tables))


def test_finding_names_file_line_column_child_and_remedy():
	(finding,) = findings_of(Severity.WARNING, **then({}, {"CIN": "N5"}))
	assert (finding.file, finding.line, finding.column, finding.child) == ("episodes.csv", 3, "CIN", "0001")
	assert finding.rule == "SSDA903 rule 504"
	assert "CIN" in finding.message
	assert "N1" in finding.message
	assert finding.remedy


def test_faultless_child_has_no_finding():
	assert rules_broken() == set()

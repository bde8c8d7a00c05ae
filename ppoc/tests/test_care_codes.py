"""The codes of the return: in use when, what a record holds, what people read."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.care_codes import CODED, LEGAL_STATUS, PLACEMENT, SHOWN, code_of, codes_in, meaning

pytestmark = pytest.mark.requirement("X2.1")


@pytest.mark.parametrize(
	("field", "text", "held"),
	[
		("legal_status", "C2", "C2"),
		("legal_status", "c2", "C2"),
		("legal_status", "Full care order", "C2"),
		("legal_status", "  full  CARE order ", "C2"),
		("legal_status", "C2 - Full care order", "C2"),
		("legal_status", "Full care order (C2)", "C2"),
		("legal_status", "Section 20", "V2"),
		("legal_status", "ICO", "C1"),
		("placement", "Children's home", "K2"),
		("placement", "H5a", "H5A"),
		("ethnicity", "White British", "WBRI"),
		# what is no code stays as it was typed
		("legal_status", "C2 since May, appeal pending", "C2 since May, appeal pending"),
		("legal_status", "Wardship", "Wardship"),
		("placement", "With her aunt (U3 from June)", "With her aunt (U3 from June)"),
		("placement", "", ""),
		("placement", None, ""),
	],
)
def test_a_record_holds_the_code_of_what_was_written(field: str, text: str | None, held: str) -> None:
	assert code_of(field, text) == held


@pytest.mark.parametrize("field", CODED)
def test_every_code_and_its_words_lead_back_to_the_code(field: str) -> None:
	for code in CODED[field]:
		assert code_of(field, code) == code
		assert code_of(field, meaning(CODED[field], code)) == code


@pytest.mark.parametrize("field", SHOWN)
def test_no_two_codes_have_the_same_words(field: str) -> None:
	words = [code.meaning.casefold() for code in SHOWN[field].values()]
	assert len(set(words)) == len(words)


def test_conditions_compare_codes_whatever_they_were_written_with() -> None:
	assert codes_in("legal_status", "Full care order") == "C2"
	assert codes_in("legal_status", ["Full care order", "C1"]) == ["C2", "C1"]
	assert codes_in("legal_status", "Full care order, Wardship") == "C2,Wardship"
	assert codes_in("placement", "Fostered by another carer, long-term") == "U4"
	assert codes_in("team", "Full care order") == "Full care order"
	assert codes_in("placement", 1) == 1


@pytest.mark.parametrize(
	("code", "starts", "ends", "in_use"),
	[
		("H5", date(2020, 1, 1), date(2024, 3, 31), True),
		("H5", date(2020, 1, 1), date(2024, 4, 1), False),
		("K3", date(2023, 10, 28), date(2024, 3, 31), False),
		("K3", date(2023, 10, 28), date(2024, 4, 1), True),
		("P2", date(2020, 1, 1), date(2023, 10, 28), True),
		("P2", date(2020, 1, 1), date(2023, 10, 29), False),
		("Z1", date(2025, 3, 31), date(2026, 3, 31), True),
		("Z1", date(2025, 4, 1), date(2026, 3, 31), False),
		("Z14", date(2025, 3, 1), date(2025, 3, 31), False),
		("Z14", date(2025, 3, 1), date(2025, 4, 1), True),
		("Q1", date(2015, 3, 31), date(2016, 3, 31), True),
		("Q1", date(2015, 4, 1), date(2016, 3, 31), False),
		("M2", date(2014, 3, 31), date(2014, 4, 2), True),
		("U1", date(2015, 3, 31), date(2016, 3, 31), False),
		("A1", date(2005, 12, 29), date(2006, 3, 31), True),
		("A1", date(2005, 12, 30), date(2006, 3, 31), False),
		("K2", None, None, True),
	],
)
def test_a_placement_code_is_in_use_on_its_days(
	code: str, starts: date | None, ends: date | None, in_use: bool
) -> None:
	assert PLACEMENT[code].in_use(starts, ends) is in_use


def test_a_placement_order_is_not_older_than_the_act() -> None:
	assert not LEGAL_STATUS["E1"].in_use(date(2005, 11, 30), date(2007, 1, 1))
	assert LEGAL_STATUS["E1"].in_use(date(2005, 12, 1), date(2007, 1, 1))


def test_what_is_not_known_is_said() -> None:
	assert "not known" in PLACEMENT["Z12"].meaning

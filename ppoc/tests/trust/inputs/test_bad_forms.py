"""Bad values in each field of each of our forms, by the form's own save, REST and single fields."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from ppoc.access.input_values import SHOWS_NOTHING, TABLES
from ppoc.tests.trust.caseload import Caseload
from ppoc.tests.trust.inputs.hostile import DATES, NUMBERS, SHAPES, TEXTS
from ppoc.tests.trust.inputs.people import with_every_role
from ppoc.tests.trust.inputs.wire import Case, Wire, try_all

pytestmark = [
	pytest.mark.trust,
	pytest.mark.inputs,
	pytest.mark.slow(60),
	pytest.mark.usefixtures("committed"),
]
PARTS = 6
VALUES_OF_A_FIELD = 2
FITTING = {
	"Date": DATES,
	"Datetime": DATES,
	"Time": DATES,
	"Int": NUMBERS,
	"Check": NUMBERS,
	"Float": NUMBERS,
	"Percent": NUMBERS,
	"Table": SHAPES,
	"Table MultiSelect": SHAPES,
}
"""Half of the values are bad ones of the field's own kind, the others of any."""


def doctypes() -> list[str]:
	return frappe.get_all("DocType", {"module": "PPOC", "istable": 0}, pluck="name", order_by="name")


def values_for(fieldtype: str, seed: str) -> Iterator[Any]:
	chance = random.Random(seed)
	yield chance.choice(FITTING.get(fieldtype, TEXTS))
	for _ in range(VALUES_OF_A_FIELD - 1):
		yield chance.choice((*TEXTS, *NUMBERS, *DATES, *SHAPES))


def doors(doctype: str, name: str | None, row: dict[str, Any], field: str, value: Any) -> list[Case]:
	"""Returns the ways by which the value can be sent."""
	put = {"doctype": doctype, **row, field: value}
	new = {key: held for key, held in put.items() if key not in ("name", "modified", "creation")}
	save = "/api/method/frappe.desk.form.save.savedocs"
	place = f"{doctype}.{field}"
	found = [
		Case(place, "POST", f"/api/resource/{doctype}", value, new),
		Case(place, "POST", save, value, {"doc": json.dumps({**new, "__islocal": 1}), "action": "Save"}),
	]
	if name:
		changed = {"modified": row.get("modified"), field: value}
		one = {"doctype": doctype, "name": name, "fieldname": json.dumps(changed)}
		found += [
			Case(place, "PUT", f"/api/resource/{doctype}/{name}", value, changed),
			Case(place, "POST", save, value, {"doc": json.dumps(put), "action": "Save"}),
			Case(place, "POST", "/api/method/frappe.client.set_value", value, one),
		]
	return found


def cases_of(doctype: str, name: str | None) -> Iterator[Case]:
	meta = frappe.get_meta(doctype)
	row = json.loads(frappe.as_json(frappe.get_doc(doctype, name).as_dict())) if name else {}
	fields = [
		(field.fieldname, field.fieldtype) for field in meta.fields if field.fieldtype not in SHOWS_NOTHING
	]
	for field, kind in [*fields, ("name", "Data"), ("docstatus", "Int"), ("modified", "Datetime")]:
		seed = f"{doctype}.{field}"
		for number, value in enumerate(values_for(kind, seed)):
			ways = doors(doctype, name, row, field, value)
			yield random.Random(f"{seed}{number}").choice(ways)
		if kind in TABLES:
			yield from cases_of_rows(doctype, name, row, field, meta.get_field(field).options)


def cases_of_rows(
	doctype: str, name: str | None, row: dict[str, Any], table: str, rows: str
) -> Iterator[Case]:
	for field in frappe.get_meta(rows).fields:
		if field.fieldtype not in SHOWS_NOTHING:
			seed = f"{doctype}.{table}.{field.fieldname}"
			value = next(values_for(field.fieldtype, seed))
			ways = doors(doctype, name, row, table, [{field.fieldname: value}])
			yield random.Random(seed).choice(ways)


@pytest.mark.parametrize("part", range(PARTS))
def test_each_field_of_our_forms(
	caseload: Callable[[str, str], Caseload],
	wire: Callable[[str], Wire],
	reported: Callable[..., None],
	part: int,
) -> None:
	user, seen = with_every_role(caseload)
	chosen = doctypes()[part::PARTS]
	cases = [case for doctype in chosen for case in cases_of(doctype, seen.get(doctype) or any_of(doctype))]
	reported(try_all(wire(user), cases))


def any_of(doctype: str) -> str | None:
	if frappe.get_meta(doctype).issingle:
		return doctype
	return frappe.db.get_value(doctype, {}, "name", order_by="creation desc")

"""Bad input to each of our own functions: answered with a refusal that says what is wrong, or harmlessly."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ppoc.access import endpoints
from ppoc.tests.trust.caseload import Caseload
from ppoc.tests.trust.inputs.hostile import draw
from ppoc.tests.trust.inputs.people import with_every_role
from ppoc.tests.trust.inputs.wire import Case, Wire, try_all
from ppoc.tests.trust.test_our_methods import OTHERS, RECORDS, ours

pytestmark = [
	pytest.mark.trust,
	pytest.mark.inputs,
	pytest.mark.slow(60),
	pytest.mark.usefixtures("committed"),
]
VALUES_OF_AN_ARGUMENT = 5


def cases_of(endpoint: endpoints.Endpoint, seen: dict[str, str]) -> list[Case]:
	names = [name for name in endpoint.parameters if not name.startswith("**")]
	good = {name: seen.get(RECORDS[name]) if name in RECORDS else OTHERS[name] for name in names}
	method = endpoint.http.split()[0].replace("any", "POST")
	path = f"/api/method/{endpoint.name}"
	cases = [
		Case("no argument", method, path),
		Case("one argument too many", method, path, body={**good, "zz": 1}),
	]
	for name in names:
		without = {key: value for key, value in good.items() if key != name}
		cases.append(Case(f"{name} left out", method, path, body=without))
		for value in draw(f"{endpoint.name}.{name}", VALUES_OF_AN_ARGUMENT):
			cases.append(Case(name, method, path, value, {**good, name: value}))
	return cases


@pytest.mark.parametrize("room", sorted({each.name.split(".")[1] for each in ours()}))
def test_each_argument_of_our_functions(
	caseload: Callable[[str, str], Caseload],
	wire: Callable[[str], Wire],
	reported: Callable[..., None],
	room: str,
) -> None:
	user, seen = with_every_role(caseload)
	cases = [case for each in ours() if each.name.split(".")[1] == room for case in cases_of(each, seen)]
	random.Random(room).shuffle(cases)
	reported(try_all(wire(user), cases))

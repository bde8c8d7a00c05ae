"""Fixtures for the app's tests. `site`, `set_user`, `committed`, `server`, `mails`, `page` come from the trial
host's plugins, which pyproject.toml names; see docs/operations.md."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws and tries examples slowly, which says nothing about the code. Two runs of the same code try
# the same examples; with this variable set, each run tries new ones.
NEW_EXAMPLES = "PPOC_NEW_EXAMPLES" in os.environ
settings.register_profile(
	"ppoc", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not NEW_EXAMPLES
)
settings.load_profile("ppoc")


@pytest.fixture(autouse=True)
def workers_beside(request: pytest.FixtureRequest) -> Iterator[None]:
	"""With a server, its workers save while the test runs, so factories retry as requests do."""
	if "server" not in request.fixturenames:
		yield
		return
	request.getfixturevalue("site")
	import frappe

	frappe.flags.workers_beside = True
	yield
	frappe.flags.workers_beside = False


@pytest.fixture(autouse=True)
def printed_as_in_a_request(request: pytest.FixtureRequest) -> None:
	"""Does what Frappe does before each request and job, because tests print outside of both."""
	if "site" in request.fixturenames:
		request.getfixturevalue("site")
		from ppoc.prints.printing import take_over

		take_over()

"""What an address below /api names: record and method, in each version."""

from __future__ import annotations

import pytest

from ppoc.access.rest_addresses import rest_address


@pytest.mark.parametrize(
	("path", "named", "method", "version"),
	[
		("/api/resource/Child", ("Child", ""), "", 1),
		("/api/resource/Child/CH-1", ("Child", "CH-1"), "", 1),
		("/api/v1/resource/Child%20Worker/a%2Fb", ("Child Worker", "a/b"), "", 1),
		("/api/resource/Child/a/b", ("Child", "a/b"), "", 1),
		("/api/v2/document/Child/CH-1", ("Child", "CH-1"), "", 2),
		("/api/v2/document/Child/CH-1/copy", ("Child", "CH-1"), "", 2),
		("/api/v2/document/Child/CH-1/copyright", ("Child", "CH-1/copyright"), "", 2),
		("/api/v2/document/Child/CH-1/method/close", ("Child", "CH-1"), "close", 2),
		("/api/v2/document/Child/a/b/method/close/", ("Child", "a/b"), "close", 2),
		("/api/v2/doctype/Child/count", ("Child", ""), "", 2),
	],
)
def test_what_an_address_names(path: str, named: tuple[str, str], method: str, version: int) -> None:
	address = rest_address(path)
	assert address
	assert (address.doctype, address.name) == named
	assert (address.method, address.version) == (method, version)

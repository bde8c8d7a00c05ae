"""The feed read within a test's own transaction."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest

from ppoc.reporting.odata import streaming_database


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Makes the feed read everything at once over the test's connection, the only one that sees the test's data."""
	read = streaming_database._texts
	monkeypatch.setattr(streaming_database, "connection", lambda: SimpleNamespace(close=lambda: None))
	monkeypatch.setattr(
		streaming_database, "_texts", lambda _own, query: iter(list(read(frappe.db._conn, query)))
	)

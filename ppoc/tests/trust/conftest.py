"""Fixtures of the trust family; see `caseload`."""

from ppoc.tests.access_world import doors
from ppoc.tests.feed_reading import one_connection
from ppoc.tests.trust.caseload import caseload

__all__ = ["caseload", "doors", "one_connection"]

"""Fixtures of the tests of forms; see `access_world`."""

from ppoc.tests.access_world import doors, world

__all__ = ["doors", "world"]

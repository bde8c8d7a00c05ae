"""The two localities and the doors."""

from ppoc.tests.access_world import doors, hidden, world

__all__ = ["doors", "hidden", "world"]

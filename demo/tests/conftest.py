"""The demo's tests run on the test site as those of the app do, with the same fixtures."""

from ppoc.tests.conftest import as_in_a_request, workers_beside

__all__ = ["as_in_a_request", "workers_beside"]

"""Fixtures for the app's tests. `site`, `set_user`, `committed`, `server`, `mails`, `page` come from the trial
host's plugins, which pyproject.toml names; see docs/operations.md."""

from hypothesis import HealthCheck, settings

# A busy machine is slow to draw examples and to try them, which says nothing of the code.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")

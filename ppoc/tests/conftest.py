"""Fixtures for the app's tests. `site`, `set_user`, `committed`, `server`, `mails`, `page` come from the trial
host's plugins, which pyproject.toml names; see docs/operations.md."""

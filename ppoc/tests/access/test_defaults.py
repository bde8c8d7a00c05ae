"""Settings of the first install."""

from __future__ import annotations

import frappe

from ppoc.access import defaults
from ppoc.install import after_migrate


def test_a_fresh_install_is_stricter_than_the_platform(site: str) -> None:
	settings = frappe.get_single("System Settings")
	assert settings.session_expiry == "08:00"
	assert settings.allow_consecutive_login_attempts == 5
	assert settings.enable_password_policy
	assert int(settings.minimum_password_score) >= 3
	assert not settings.allow_error_traceback
	assert not settings.get(
		"allow_older_web_view_links"
	)  # gone in version 16, where no such link opens anything


def test_a_migrate_leaves_what_an_administrator_changed(site: str) -> None:
	frappe.db.set_single_value("System Settings", "session_expiry", "04:00")
	after_migrate()
	assert frappe.db.get_single_value("System Settings", "session_expiry") == "04:00"


def test_every_setting_is_one_that_an_administrator_sees(site: str) -> None:
	meta = frappe.get_meta("System Settings")
	assert [
		field for field in defaults.SYSTEM_SETTINGS if meta.has_field(field) and meta.get_field(field).hidden
	] == []

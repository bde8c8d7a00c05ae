"""Settings of the initial installation."""

from __future__ import annotations

import frappe
import pytest

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
	)  # gone in version 16, where such links give no access


def test_a_migrate_leaves_what_an_administrator_changed(site: str) -> None:
	frappe.db.set_single_value("System Settings", "session_expiry", "04:00")
	after_migrate()
	assert frappe.db.get_single_value("System Settings", "session_expiry") == "04:00"


def test_a_fresh_install_lets_no_stranger_in(site: str) -> None:
	for doctype, field, value in defaults.known_here():
		assert str(frappe.get_single(doctype).get(field)) == str(value), f"{doctype}.{field}"
	assert frappe.get_single("Website Settings").disable_signup


def test_what_a_newer_version_brings_is_set_once_and_then_the_administrators(
	site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	frappe.db.set_single_value("System Settings", "session_expiry", "04:00")
	newer = {
		"System Settings": {**defaults.SETTINGS["System Settings"], "disable_document_sharing": 1},
		"No Such Settings": {"field_of_a_later_version": 1},
	}
	monkeypatch.setattr(defaults, "SETTINGS", newer)
	defaults.apply_new()
	assert frappe.get_single("System Settings").disable_document_sharing
	frappe.db.set_single_value("System Settings", "disable_document_sharing", 0)
	defaults.apply_new()
	settings = frappe.get_single("System Settings")
	assert not settings.disable_document_sharing, "the administrator took it back on purpose"
	assert settings.session_expiry == "04:00"


def test_a_site_from_before_the_record_gets_only_what_is_new(site: str) -> None:
	frappe.db.set_default(defaults.MADE, "", parent=defaults.HOLDER)
	frappe.db.set_single_value("System Settings", "session_expiry", "04:00")
	frappe.db.set_single_value("Website Settings", "disable_signup", 0)
	defaults.apply_new()
	assert frappe.get_single("System Settings").session_expiry == "04:00"
	assert frappe.get_single("Website Settings").disable_signup


def test_every_setting_is_one_that_an_administrator_sees(site: str) -> None:
	hidden = [
		f"{doctype}.{field}"
		for doctype, field, _value in defaults.known_here()
		if frappe.get_meta(doctype).get_field(field).hidden
	]
	assert hidden == []

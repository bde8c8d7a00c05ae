"""Makes settings once, on the first install or when a newer Frappe brings them; administrators can change them.

Frappe's defaults suit a public website: week-long sessions, ten login attempts, tracebacks sent to the
browser, unknown programs that can register themselves. Two-factor login is left to the authority, whose
identity provider usually has it (see the admin guide).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import frappe

Value = str | int

SYSTEM_SETTINGS: dict[str, Value] = {
	"session_expiry": "08:00",
	"allow_consecutive_login_attempts": 5,
	"allow_login_after_fail": 300,
	"enable_password_policy": 1,
	"minimum_password_score": "3",
	"allow_error_traceback": 0,
	"allow_older_web_view_links": 0,
	"allow_guests_to_upload_files": 0,
	"logout_on_password_reset": 1,
}
"""Every version of the app has set these."""
LATER_SETTINGS: dict[str, Value] = {
	"only_allow_system_managers_to_upload_public_files": 1,
	"login_with_email_link": 0,
}
SETTINGS: dict[str, dict[str, Value]] = {
	"System Settings": {**SYSTEM_SETTINGS, **LATER_SETTINGS},
	"OAuth Settings": {
		"enable_dynamic_client_registration": 0,
		"show_auth_server_metadata": 0,
		"show_protected_resource_metadata": 0,
	},
	"Website Settings": {"disable_signup": 1},
}
MADE, HOLDER = "settings_made", "__ppoc"
"""The default value that lists the settings made so far, as "DocType.field", in JSON."""


def known_here() -> Iterator[tuple[str, str, Value]]:
	"""Yields the DocType, field and value of each setting that the installed Frappe has."""
	for doctype, fields in SETTINGS.items():
		if frappe.db.exists("DocType", doctype):
			meta = frappe.get_meta(doctype)
			yield from ((doctype, field, value) for field, value in fields.items() if meta.has_field(field))


def apply() -> None:
	"""Makes all the settings. Only the first install calls this, so an administrator's later changes stay."""
	_make(list(known_here()))


def apply_new() -> None:
	"""Makes only the settings that are new in this version of the app or of Frappe, and leaves the others alone."""
	made = set(_made())
	_make([setting for setting in known_here() if _name(setting) not in made])


def _make(settings: list[tuple[str, str, Value]]) -> None:
	for doctype in dict.fromkeys(doctype for doctype, _field, _value in settings):
		document = frappe.get_single(doctype)
		document.update({field: value for where, field, value in settings if where == doctype})
		document.flags.ignore_mandatory = True
		document.save()
	if settings:
		_remember({*_made(), *map(_name, settings)})


def _name(setting: tuple[str, str, Value]) -> str:
	return f"{setting[0]}.{setting[1]}"


def _made() -> list[str]:
	"""Returns what has been set on this site. Sites older than this record had `SYSTEM_SETTINGS` set when
	installed."""
	kept = frappe.db.get_default(MADE, parent=HOLDER)
	if kept:
		return json.loads(kept)
	return [f"System Settings.{field}" for field in SYSTEM_SETTINGS]  # untranslated: names of settings


def _remember(names: Iterable[str]) -> None:
	frappe.db.set_default(MADE, json.dumps(sorted(names)), parent=HOLDER)

"""Checks that the settings that secure the site are as the app set them. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ppoc.site_check.facts import Setting
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

CONFIG = Text(_("Configuration of the site"))
SETTINGS = Text(_("Settings of the Desk"))
TAKE_OUT = _("Remove {0} from the site's configuration and restart.")
SWITCHES = {
	"developer_mode": (
		SiteSeverity.SERIOUS,
		_("Developer mode is on: forms and code can be changed from Desk."),
	),
	"server_scripts": (
		SiteSeverity.SERIOUS,
		_("Server scripts are allowed: anybody who may write one can read and change everything."),
	),
	"allow_tests": (SiteSeverity.SERIOUS, _("Tests may be run on this site; they overwrite its data.")),
	"ignore_csrf": (
		SiteSeverity.CRITICAL,
		_(
			"Requests are not checked for forgery (ignore_csrf): another website can act as somebody"
			" who is logged in."
		),
	),
}
"""What is wrong if a key of the configuration is on."""
REMEDIES = {
	"server_scripts": _("Switch them off for the whole bench: bench set-config -gp server_script_enabled 0")
}


def config(values: Mapping[str, Any]) -> Iterator[SiteFinding]:
	"""Yields what is wrong with `site_config.json` and `common_site_config.json`."""
	for key, (severity, what) in SWITCHES.items():
		if _is_on(values.get(key)):
			remedy = Text(REMEDIES[key]) if key in REMEDIES else Text(TAKE_OUT, (key,))
			yield SiteFinding(f"config-{key}", CONFIG, severity, Text(what), remedy)
	yield from _origins(values.get("allow_cors"))
	yield from _host(str(values.get("host_name") or ""))


def _origins(allowed: Any) -> Iterator[SiteFinding]:
	everybody = "*" in allowed if isinstance(allowed, list | tuple) else allowed == "*"
	if everybody:
		what = Text(_("Every website may send requests as somebody who is logged in here (allow_cors is *)."))
		remedy = Text(_("Name the websites that need it in allow_cors, or remove it."))
		yield SiteFinding("config-allow_cors", CONFIG, SiteSeverity.CRITICAL, what, remedy)


def _host(host: str) -> Iterator[SiteFinding]:
	remedy = Text(_("bench --site your.site set-config host_name https://your.site"))
	if not host:
		what = Text(_("host_name is not set: links in emails may not work."))
		yield SiteFinding("config-host_name", CONFIG, SiteSeverity.ADVICE, what, remedy)
	elif not host.lower().startswith("https://"):
		what = Text(
			_("host_name is not an https address: passwords and records may cross the network unencrypted.")
		)
		yield SiteFinding("config-host_name", CONFIG, SiteSeverity.SERIOUS, what, remedy)


def secrets(keys: tuple[str, ...]) -> Iterator[SiteFinding]:
	"""Checks for passwords that do not need to be on disk; every backup includes the site's configuration."""
	if keys:
		what = Text(_("Passwords can be read in the site's configuration: {0}."), (", ".join(keys),))
		remedy = Text(_("Remove them, and change them: old backups have copies."))
		yield SiteFinding("config-secrets", CONFIG, SiteSeverity.SERIOUS, what, remedy, keys)


def _is_on(value: Any) -> bool:
	return value not in (None, "", 0, "0", False, "false", "False")


def _number(value: Any) -> int:
	return int(value or 0)


def _minutes(value: Any) -> int:
	"""Returns the minutes in "08:00", which may also be "170:00" or "08:00:00"."""
	hours, minutes, *_seconds = [*str(value or "170:00").split(":"), "0"]
	return int(hours) * 60 + int(minutes)


def _more(value: Any, ours: Any) -> bool:
	"""Returns whether more login attempts are allowed than ours; 0 means any number."""
	return _number(value) == 0 or _number(value) > _number(ours)


def _less(value: Any, ours: Any) -> bool:
	return _number(value) < _number(ours)


def _longer(value: Any, ours: Any) -> bool:
	return _minutes(value) > _minutes(ours)


LOOSER: dict[str, Callable[[Any, Any], bool]] = {
	"System Settings.session_expiry": _longer,
	"System Settings.allow_consecutive_login_attempts": _more,
	"System Settings.allow_login_after_fail": _less,
	"System Settings.minimum_password_score": _less,
}
"""Decides when a setting is looser than ours; settings not listed are switches, looser when they differ from ours."""

WHY = {
	"System Settings.session_expiry": (
		SiteSeverity.SERIOUS,
		_("A computer left unattended stays logged in for longer."),
	),
	"System Settings.allow_consecutive_login_attempts": (
		SiteSeverity.SERIOUS,
		_("Passwords can be guessed."),
	),
	"System Settings.allow_login_after_fail": (SiteSeverity.ADVICE, _("Passwords can be guessed faster.")),
	"System Settings.enable_password_policy": (SiteSeverity.SERIOUS, _("Weak passwords are accepted.")),
	"System Settings.minimum_password_score": (SiteSeverity.SERIOUS, _("Weak passwords are accepted.")),
	"System Settings.allow_error_traceback": (
		SiteSeverity.SERIOUS,
		_("Errors tell strangers about the server."),
	),
	"System Settings.allow_older_web_view_links": (
		SiteSeverity.SERIOUS,
		_("Old links to prints open without a login and never expire."),
	),
	"System Settings.allow_guests_to_upload_files": (
		SiteSeverity.SERIOUS,
		_("Strangers can store files here."),
	),
	"System Settings.logout_on_password_reset": (
		SiteSeverity.ADVICE,
		_("Whoever stole a session keeps it after the password is changed."),
	),
	"System Settings.only_allow_system_managers_to_upload_public_files": (
		SiteSeverity.SERIOUS,
		_("Anybody can upload a file that opens without a login."),
	),
	"OAuth Settings.enable_dynamic_client_registration": (
		SiteSeverity.SERIOUS,
		_("A stranger can register a program that asks people for access."),
	),
	"OAuth Settings.show_auth_server_metadata": (
		SiteSeverity.ADVICE,
		_("Strangers are told how programs log in here."),
	),
	"OAuth Settings.show_protected_resource_metadata": (
		SiteSeverity.ADVICE,
		_("Strangers are told how programs log in here."),
	),
	"Website Settings.disable_signup": (
		SiteSeverity.SERIOUS,
		_("Strangers can make an account for themselves."),
	),
}
"""The harm done if the setting is looser than ours."""


def settings(values: Mapping[str, Setting]) -> Iterator[SiteFinding]:
	"""Yields the settings that are looser than at the first install. Stricter ones are fine."""
	for name, setting in values.items():
		looser = LOOSER.get(name, lambda value, ours: _number(value) != _number(ours))
		if looser(setting.value, setting.ours):
			yield _loosened(name, setting)


def _loosened(name: str, setting: Setting) -> SiteFinding:
	severity, harm = WHY.get(name, (SiteSeverity.SERIOUS, _("The site is more open than the app set it up.")))
	doctype = name.partition(".")[0]
	return SiteFinding(
		f"setting-{name.partition('.')[2]}",
		SETTINGS,
		severity,
		Text(harm),
		Text(
			_("{0}: set {1} to {2}; it is {3}."),
			(doctype, setting.label, _shown(setting.ours), _shown(setting.value)),
		),
	)


def _shown(value: Any) -> str:
	return {0: "0", 1: "1", None: "—", "": "—"}.get(value, str(value))

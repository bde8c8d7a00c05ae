"""Runs in the host's environment: installs the app on a fresh site and settles what the first visitor of a
real site would be asked. Called with a JSON job: {"site": …, "app": …}."""

import json
import sys

import frappe
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete
from frappe.installer import install_app

from trial_host.inside.testing_mode import set_test_mode

ANSWERS = {
	"language": "English",
	"country": "United Kingdom",
	"timezone": "Europe/London",
	"currency": "GBP",
	"enable_telemetry": 0,
}
OUTGOING = "Outgoing"


def main(site: str, app: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	frappe.cache.flushall()  # a stale cache makes an installation create nothing, without a word
	try:
		install_app(app, set_as_patched=True)
		frappe.db.commit()
		complete_setup_wizard()
		keep_to_this_machine()
		leave_out_tours_of_desk()
		add_outgoing_account()
		frappe.db.commit()
	finally:
		frappe.destroy()


def complete_setup_wizard() -> None:
	"""Through the wizard's own function: setting its flag by hand still shows the wizard."""
	frappe.set_user("Administrator")
	answer = setup_complete(json.dumps(ANSWERS))
	if answer.get("status") != "ok":
		raise SystemExit(f"the setup wizard could not be completed: {answer}")
	frappe.db.set_default("currency", ANSWERS["currency"])


def keep_to_this_machine() -> None:
	"""No look for updates, no telemetry; jobs run on their own only once a trial asks for it."""
	settings = frappe.get_doc("System Settings")
	settings.enable_scheduler = 0
	for field in ("enable_telemetry", "send_system_update_notification"):
		if settings.meta.has_field(field):
			settings.set(field, 0)
	if settings.meta.has_field("disable_system_update_notification"):
		settings.disable_system_update_notification = 1
	settings.flags.ignore_mandatory = True
	settings.save()
	looks_for_releases = {"method": "frappe.utils.change_log.check_for_update"}
	frappe.db.set_value("Scheduled Job Type", looks_for_releases, "stopped", 1)


def leave_out_tours_of_desk() -> None:
	"""Frappe's own tours, which cover each kind of page on a user's first visit; the app's stay."""
	tours = frappe.get_all("Form Tour", {"ui_tour": 1}, ["name", "module"])
	for tour in tours:
		if not tour.module or frappe.db.get_value("Module Def", tour.module, "app_name") == "frappe":
			frappe.db.set_value("Form Tour", tour.name, "ui_tour", 0)


def add_outgoing_account() -> None:
	"""Mail goes to the trial's own catcher, whose port each start writes into this account."""
	set_test_mode(True)  # or validation would want to reach the server now
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": OUTGOING,
			"email_id": "trial@example.org",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"always_use_account_email_id_as_sender": 0,
			"no_smtp_authentication": 1,
			"smtp_server": "127.0.0.1",
			"smtp_port": "25",
			"use_tls": 0,
		}
	)
	account.insert()
	set_test_mode(False)


if __name__ == "__main__":
	main(**json.loads(sys.argv[1]))

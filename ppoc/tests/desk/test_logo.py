"""The logo where a setting decides: it is set once, and an administrator's choice stays."""

from __future__ import annotations

import frappe

from ppoc.desk import logo_database


def test_a_new_site_shows_our_logo(site: str) -> None:
	ours = frappe.get_hooks("app_logo_url", app_name="ppoc")[0]
	assert frappe.get_single("Navbar Settings").app_logo == ours


def test_another_logo_stays(site: str) -> None:
	frappe.db.set_single_value("Navbar Settings", "app_logo", "/files/council.svg")
	frappe.clear_document_cache("Navbar Settings", "Navbar Settings")
	logo_database.show()
	assert frappe.get_single("Navbar Settings").app_logo == "/files/council.svg"


def test_the_login_page_says_where_one_logs_in(site: str) -> None:
	assert frappe.get_website_settings("app_name") == "PPOC"


def test_another_name_stays(site: str) -> None:
	frappe.db.set_single_value("Website Settings", "app_name", "Ashmere Permanence")
	frappe.clear_document_cache("Website Settings", "Website Settings")
	logo_database.show()
	assert frappe.get_single("Website Settings").app_name == "Ashmere Permanence"

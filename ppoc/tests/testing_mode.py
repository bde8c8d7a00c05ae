"""Whether Frappe believes that it is being tested: then it sends no mail, keeps no versions and asks no mail server."""

from __future__ import annotations


def set_test_mode(on: bool) -> None:
	"""Version 15 keeps the answer in `flags`; released versions of 16 keep it in the module as well."""
	import frappe

	frappe.flags.in_test = on
	if hasattr(frappe, "in_test"):
		frappe.in_test = on
